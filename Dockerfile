# Builds Guildhall from its lock file and runs it as nobody in particular.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --profile dist --locked && strip target/dist/guildhall

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data guildhall && install -d -o guildhall -g guildhall -m 0700 /data
COPY --from=build /src/target/dist/guildhall /usr/local/bin/guildhall
USER guildhall
VOLUME /data
ENV GUILDHALL_DATA_DIR=/data GUILDHALL_BIND=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=10s CMD ["guildhall", "health"]
CMD ["guildhall", "serve"]
