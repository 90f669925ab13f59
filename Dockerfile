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

# What is in the image, as CycloneDX:  docker build --target sbom -t tallywire-sbom . && docker run --rm tallywire-sbom
FROM python:3.13-slim AS sbom
WORKDIR /source
COPY requirements/sbom.txt requirements/
RUN pip install --quiet --no-cache-dir --disable-pip-version-check --root-user-action=ignore --require-hashes \
    -r requirements/sbom.txt
COPY pyproject.toml ./
COPY --from=build /opt/tallywire /opt/tallywire
RUN cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible --of JSON \
    -o /sbom.json /opt/tallywire/bin/python
CMD ["cat", "/sbom.json"]

FROM python:3.13-slim
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
# Last: they change with every commit, and nothing above is to be made anew for that. `make release` gives them.
ARG VERSION=""
ARG REVISION=""
ARG CREATED=""
ARG SOURCE=""
LABEL org.opencontainers.image.title="tallywire" \
    org.opencontainers.image.description="Reads armed incidents out of news wires and keeps their running counts" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="$VERSION" \
    org.opencontainers.image.revision="$REVISION" \
    org.opencontainers.image.created="$CREATED" \
    org.opencontainers.image.source="$SOURCE"
