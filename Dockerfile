# One image for all services: its command says which. Built in stages of their own, so that nothing that builds is in what runs.

# Node comes from the lock, as for a developer: no second base image.
FROM python:3.13-slim AS page
# Node trusts whom the image trusts, too: behind a company's proxy that is more than it brings.
ENV NODE_USE_SYSTEM_CA=1
WORKDIR /source
COPY requirements/page.txt requirements/
COPY services/extraction/domain/data/cities.csv services/extraction/domain/data/
COPY ops/page.sh ops/
COPY web web
RUN sh ops/page.sh

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN python -m venv --without-pip /opt/tallywire \
    && pip install --quiet --require-hashes -r requirements/build.txt \
    && pip --python /opt/tallywire/bin/python install --quiet --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY services services
COPY tallywire tallywire
COPY --from=page /source/services/api/static services/api/static
RUN pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels . \
    && pip --python /opt/tallywire/bin/python install --quiet --no-deps --no-index /wheels/*.whl

FROM python:3.13-slim
LABEL org.opencontainers.image.title="tallywire" org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin tallywire \
    && install -d -o tallywire -g tallywire /var/lib/tallywire
COPY --from=build /opt/tallywire /opt/tallywire
ENV PATH=/opt/tallywire/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TALLYWIRE_WEB_HOST=0.0.0.0 \
    TALLYWIRE_DATA_DIR=/var/lib/tallywire
WORKDIR /var/lib/tallywire
USER tallywire
# With no command: what there is. The services: python -m services.ingest, .extraction, .aggregation
CMD ["tallywire", "--help"]
