"""Brings every Cache in the cluster to what its spec says."""
import os

import kopf
from kubernetes import client, config
from kubernetes.client.rest import ApiException
from prometheus_client import Counter, Gauge, start_http_server

from cacheop import resources
from cacheop.failover import Failover

RECONCILED = Counter("cache_reconciled_total", "Reconciliations", ["outcome"])
READY = Gauge("cache_ready_replicas", "Ready replicas", ["namespace", "name"])
failover = Failover()


@kopf.on.startup()
def configure(settings: kopf.OperatorSettings, **_):
    config.load_incluster_config()
    settings.peering.name = "cache-operator"
    settings.batching.worker_limit = 8
    start_http_server(int(os.environ.get("METRICS_PORT", "9090")))
    failover.start()


@kopf.on.cleanup()
def stop(**_):
    failover.stop()


def apply(create, patch, name, namespace, body):
    """Creates the object, or patches the one that is there."""
    try:
        return create(namespace, body)
    except ApiException as error:
        if error.status != 409:
            raise
    return patch(name, namespace, body)


@kopf.on.create("example.org", "v1", "caches")
@kopf.on.update("example.org", "v1", "caches", field="spec")
@kopf.on.resume("example.org", "v1", "caches")
def reconcile(name, namespace, spec, body, patch, logger, **_):
    if "memory" not in spec:
        raise kopf.PermanentError("spec.memory is missing")
    core, apps = client.CoreV1Api(), client.AppsV1Api()
    owner = resources.owner_of(body)
    try:
        apply(
            core.create_namespaced_service,
            core.patch_namespaced_service,
            name,
            namespace,
            resources.service(name, owner),
        )
        apply(
            apps.create_namespaced_stateful_set,
            apps.patch_namespaced_stateful_set,
            name,
            namespace,
            resources.stateful_set(name, spec, owner),
        )
    except ApiException as error:
        RECONCILED.labels("retry").inc()
        raise kopf.TemporaryError(f"{error.status}: {error.reason}", delay=15) from error
    RECONCILED.labels("done").inc()
    patch.status["phase"] = "Provisioning"
    logger.info("reconciled %s/%s", namespace, name)


@kopf.on.event("apps", "v1", "statefulsets", labels={resources.LABEL: kopf.PRESENT})
def observe(name, namespace, status, meta, **_):
    ready = status.get("readyReplicas", 0)
    READY.labels(namespace, name).set(ready)
    phase = "Ready" if ready == status.get("replicas") else "Degraded"
    try:
        client.CustomObjectsApi().patch_namespaced_custom_object_status(
            "example.org", "v1", namespace, "caches", meta["labels"][resources.LABEL],
            {"status": {"phase": phase, "readyReplicas": ready}},
        )
    except ApiException as error:
        if error.status != 404:  # the cache was deleted meanwhile
            raise


@kopf.on.probe(id="watching")
def watching(**_):
    return failover.alive()
