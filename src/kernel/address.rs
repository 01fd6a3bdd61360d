//! Where a request truly comes from (SAFETY I11).

use diesel::deserialize::FromSqlRow;
use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

use ipnet::IpNet;

/// The proxies whose word on the caller's address is taken; nobody else's is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The caller's address: that of the connection, or, where that is a proxy of ours, the last
    /// one in `X-Forwarded-For` that is not. What stands before it anybody could have written.
    pub fn caller(&self, peer: IpAddr, forwarded: Option<&str>) -> IpAddr {
        let mut caller = peer.to_canonical();
        let mut hops = forwarded.unwrap_or_default().rsplit(',');
        while self.trust(caller) {
            let Some(hop) = hops.next().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) else {
                break;
            };
            caller = hop.to_canonical();
        }
        caller
    }
}

/// The networks from which an API key may be used; none is everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromSqlRow)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Networks or single addresses, with a blank or comma between.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
        let read = |part: &str| {
            let net = part.parse().or_else(|_cause| part.parse::<IpAddr>().map(IpNet::from));
            net.map_err(|_cause| format!("{part:?} is no network as in 192.0.2.0/24"))
        };
        parts.map(read).collect::<Result<_, _>>().map(Self)
    }

    pub fn have(&self, address: Option<IpAddr>) -> bool {
        let within = |address: IpAddr| {
            let address = address.to_canonical();
            self.0.iter().any(|net| net.contains(&address))
        };
        self.0.is_empty() || address.is_some_and(within)
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&all.join(" "))
    }
}

/// The network of a household, which has its own limits: a single IPv4 address, or an IPv6 /64.
pub fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> 64 << 64)),
    }
}

impl FromStr for Proxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let read = |part: &str| {
            let one = part.parse::<IpAddr>().map(IpNet::from);
            one.or_else(|_not_one| part.parse()).map_err(|_neither| {
                format!("{part:?} is neither an address nor a network as in 10.0.0.0/8")
            })
        };
        parts.map(read).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&all.join(","))
    }
}

/// The origins (RFC 6454) of web pages that may call from a browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub fn are_none(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for Origins {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let read = |part: &str| {
            let host = part.strip_prefix("https://").or_else(|| part.strip_prefix("http://"));
            let host = host.filter(|host| {
                let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
                !host.is_empty() && host.chars().all(plain)
            });
            host.map(|_| part.to_owned()).ok_or_else(|| {
                format!("{part:?} is no origin as in https://app.example, without a path")
            })
        };
        parts.map(read).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_proxies_are_believed() {
        let caller = |proxies: &str, peer: &str, forwarded: Option<&str>| {
            let proxies: Proxies = proxies.parse().unwrap();
            proxies.caller(peer.parse().unwrap(), forwarded).to_string()
        };
        let forged = Some("1.2.3.4, 203.0.113.9");
        assert_eq!(caller("", "203.0.113.9", forged), "203.0.113.9");
        assert_eq!(caller("10.0.0.0/8", "203.0.113.9", forged), "203.0.113.9");
        assert_eq!(caller("10.0.0.0/8", "10.1.1.1", forged), "203.0.113.9");
        assert_eq!(caller("10.0.0.0/8", "::ffff:10.1.1.1", forged), "203.0.113.9");
        assert_eq!(
            caller("10.0.0.0/8", "10.1.1.1", Some("1.2.3.4, 203.0.113.9, 10.2.2.2")),
            "203.0.113.9"
        );
        assert_eq!(caller("10.0.0.0/8", "10.1.1.1", None), "10.1.1.1");
        assert_eq!(caller("10.0.0.0/8", "10.1.1.1", Some("rubbish")), "10.1.1.1");
        assert!("10.0.0.0/8, nowhere".parse::<Proxies>().is_err());
        assert_eq!("10.0.0.0/8, ::1".parse::<Proxies>().unwrap().to_string(), "10.0.0.0/8,::1/128");
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let good = "https://app.example, http://localhost:5173".parse::<Origins>().unwrap();
        assert_eq!(
            good.iter().collect::<Vec<_>>(),
            ["https://app.example", "http://localhost:5173"]
        );
        for bad in
            ["*", "null", "https://app.example/", "app.example", "https://*.example", "https://a b"]
        {
            assert!(bad.parse::<Origins>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_network_of_ipv6_is_one_household() {
        let of = |address: &str| household(address.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
    }
}
