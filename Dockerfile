# Two images of the same wheel: `bot` serves on Discord, without PyTorch and without the playground;
# `playground` serves the page for a browser. Both write only to /data and /tmp.
# Packages are the ones whose hashes stand in locks/. The base can be pinned likewise, with
# --build-arg PYTHON_IMAGE=python:3.13-slim@sha256:... (see docs/hosting.md).
ARG PYTHON_IMAGE=python:3.13-slim
# With --build-arg PACKAGES=cluster the bot can keep its favourites in PostgreSQL, too; with PACKAGES=sound it can
# do that, and say names.
ARG PACKAGES=serving

FROM ${PYTHON_IMAGE} AS build
ARG PACKAGES
WORKDIR /src
COPY locks locks
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ONLY_BINARY=:all: PIP_REQUIRE_VIRTUALENV=1
# pip stays in an environment of its own, and out of the images.
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r locks/build.txt \
    && python -m venv --without-pip /opt/nomen \
    && /opt/build/bin/pip --python /opt/nomen install --require-hashes -r "locks/$PACKAGES.txt"
COPY pyproject.toml README.md LICENSE ./
COPY data/LICENSE data/
COPY tools/compile_catalogues.py tools/
COPY bot bot
COPY model model
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /tmp/wheel . \
    && /opt/build/bin/pip --python /opt/nomen install --no-deps --no-index /tmp/wheel/*.whl

FROM build AS build-playground
RUN /opt/build/bin/pip --python /opt/nomen install --require-hashes -r locks/playground.txt

FROM ${PYTHON_IMAGE} AS base
LABEL org.opencontainers.image.title="Nomen" \
      org.opencontainers.image.description="A Discord bot that invents first names" \
      org.opencontainers.image.licenses="MIT AND GFDL-1.2-or-later AND CC-BY-4.0 AND CC-BY-SA-4.0 AND OGL-UK-3.0"
RUN useradd --system --uid 10001 --home-dir /data nomen \
    && install -d -o nomen -g nomen -m 0700 /data
# PYTHONSAFEPATH: nothing is imported from /data, which the bot may write.
ENV PATH=/opt/nomen/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    NOMEN_DATABASE=/data/nomen.sqlite3
# A number, so that Kubernetes and the like can verify that it is not root.
USER 10001
WORKDIR /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]

FROM base AS playground
COPY --from=build-playground /opt/nomen /opt/nomen
CMD ["playground", "--no-browser"]

FROM base AS bot
COPY --from=build /opt/nomen /opt/nomen
ENV NOMEN_METRICS_PORT=9464
VOLUME /data
HEALTHCHECK --interval=1m --timeout=10s --start-period=1m --retries=3 \
    CMD ["python", "-m", "bot", "check", "--quick"]
CMD ["run"]
