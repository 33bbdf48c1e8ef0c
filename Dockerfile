# Two images of the same wheel: `bot` serves on Discord, without PyTorch and without the playground;
# `playground` serves the page for a browser. Both write only to /data and /tmp.
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY data/LICENSE data/
COPY tools/compile_catalogues.py tools/
COPY bot bot
COPY model model
RUN python -m venv /opt/nomen \
    && /opt/nomen/bin/pip install --no-cache-dir -c constraints.txt .

FROM build AS build-playground
RUN /opt/nomen/bin/pip install --no-cache-dir -c constraints.txt ".[playground]"

FROM python:3.13-slim AS base
LABEL org.opencontainers.image.title="Nomen" \
      org.opencontainers.image.description="A Discord bot that invents first names" \
      org.opencontainers.image.licenses="MIT AND GFDL-1.2-or-later AND CC-BY-4.0 AND CC-BY-SA-4.0"
RUN useradd --system --uid 10001 --home-dir /data nomen \
    && install -d -o nomen -g nomen -m 0700 /data
ENV PATH=/opt/nomen/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
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
