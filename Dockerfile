# One small image with both servers and the command line:
#
#   docker build -t impactwire .
#   docker run impactwire ingest_service | query_service | impactwire ...
#
# docker-compose.yml runs both. Settings come from the environment
# (IMPACTWIRE_<FLAG>), so that the health check sees the same ones.
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS build
WORKDIR /src
# Alone first: a change of the sources does not install the packages again.
COPY scripts/setup scripts/lib.sh scripts/
RUN scripts/setup
COPY . .
ARG JOBS
RUN IMPACTWIRE_JOBS=${JOBS} scripts/build release ingest_service query_service impactwire
RUN mkdir -p /out/bin \
 && install --strip build/release/bin/ingest_service build/release/bin/query_service \
      build/release/bin/impactwire /out/bin/
# The packages of the shared libraries that the programs need.
RUN ldd /out/bin/* | awk '$2 == "=>" {print $3}' | sort -u | xargs realpath \
    | sed 's,^/lib/,/usr/lib/,' | while read -r library; do \
        dpkg-query -S "$library" 2>/dev/null || dpkg-query -S "${library#/usr}"; \
      done | cut -d: -f1 | sort -u > /out/packages

FROM ${DEBIAN}
COPY --from=build /out/packages /usr/local/share/impactwire/packages
RUN apt-get update \
 && xargs -a /usr/local/share/impactwire/packages \
      apt-get install -y --no-install-recommends \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
 && groupadd --system --gid 10001 impactwire \
 && useradd --system --uid 10001 --gid 10001 --no-create-home \
      --home-dir /var/lib/impactwire --shell /usr/sbin/nologin impactwire \
 && install -d -o impactwire -g impactwire -m 0750 /var/lib/impactwire
COPY LICENSE NOTICE /usr/local/share/impactwire/
COPY --from=build /out/bin/ /usr/local/bin/
USER 10001:10001
WORKDIR /var/lib/impactwire
ENV IMPACTWIRE_DATA_DIR=/var/lib/impactwire
EXPOSE 50051 50052 9151 9152
# Asks the server that this container runs.
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/bin/sh", "-c", "exec \"$(readlink /proc/1/exe)\" --healthcheck"]
CMD ["ingest_service"]
