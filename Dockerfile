# The serving image: `python -m bot run`, without PyTorch and without the playground.
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY data/LICENSE data/LICENSE
COPY bot bot
COPY model model
RUN python -m venv /opt/nomen \
    && /opt/nomen/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Nomen" \
      org.opencontainers.image.description="A Discord bot that invents first names" \
      org.opencontainers.image.licenses="MIT AND GFDL-1.2-or-later AND CC-BY-4.0"
RUN useradd --system --uid 10001 --home-dir /data nomen \
    && install -d -o nomen -g nomen /data
COPY --from=build /opt/nomen /opt/nomen
ENV PATH=/opt/nomen/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    NOMEN_DATABASE=/data/nomen.sqlite3
USER nomen
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
