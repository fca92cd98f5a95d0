# An image that holds the program and what it loads, and runs it as nobody:
#   docker run --rm --network none -v "$PWD:/code:ro" assay scan /code
FROM debian:12-slim AS build
COPY . /assay
WORKDIR /assay
RUN tests/setup.sh \
    && cmake --preset release -DASSAY_TESTS=OFF \
    && cmake --build --preset release --target assay \
    && strip build/release/assay

FROM debian:12-slim
# A stable release's packages change for its users' safety only, and the older ones go: none can be pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfmt9 libgit2-1.5 libpugixml1v5 libsimdjson14 libxxhash0 libyaml-cpp0.7 liblz4-1 libsqlite3-0 libutf8proc2 zlib1g \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /assay/build/release/assay /usr/local/bin/assay
USER 65534:65534
WORKDIR /code
ENTRYPOINT ["assay"]
CMD ["--help"]
