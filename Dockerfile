# An image with switchgate alone: docker build --tag switchgate .
# GitLab's jobs need a shell as entry point: `entrypoint: [""]`, as its template says.
FROM debian:12 AS build
WORKDIR /source
COPY CMakeLists.txt CMakePresets.json ./
COPY scripts scripts
RUN scripts/setup
COPY checks checks
COPY reporters reporters
COPY runner runner
COPY samples samples
COPY tests tests
RUN scripts/build release switchgate && strip build/release/switchgate

FROM debian:12-slim
LABEL org.opencontainers.image.title="switchgate" \
      org.opencontainers.image.description="Decides whether a fresh deployment may get traffic" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.base.name="docker.io/library/debian:12-slim"
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      ca-certificates libbrotli1 libcurl4 libidn2-0 libpq5 libssl3 zlib1g \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /work switchgate
COPY --from=build /source/build/release/switchgate /usr/local/bin/switchgate
WORKDIR /work
USER 10001
ENTRYPOINT ["switchgate"]
