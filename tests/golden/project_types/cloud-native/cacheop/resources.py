"""What a Cache is made of: a headless service, a stateful set and a disruption budget."""
from kubernetes import client

LABEL = "example.org/cache"


def labels(name):
    return {"app.kubernetes.io/name": "cache", LABEL: name}


def service(name, owner):
    return client.V1Service(
        metadata=client.V1ObjectMeta(name=name, labels=labels(name), owner_references=[owner]),
        spec=client.V1ServiceSpec(
            cluster_ip="None", selector=labels(name), ports=[client.V1ServicePort(name="redis", port=6379)]
        ),
    )


def stateful_set(name, spec, owner):
    probe = client.V1Probe(
        _exec=client.V1ExecAction(command=["redis-cli", "ping"]), period_seconds=5, failure_threshold=3
    )
    container = client.V1Container(
        name="redis",
        image=f"redis:{spec.get('version', '7.2')}",
        ports=[client.V1ContainerPort(container_port=6379)],
        resources=client.V1ResourceRequirements(limits={"memory": spec["memory"]}),
        readiness_probe=probe,
        liveness_probe=probe,
    )
    return client.V1StatefulSet(
        metadata=client.V1ObjectMeta(name=name, labels=labels(name), owner_references=[owner]),
        spec=client.V1StatefulSetSpec(
            service_name=name,
            replicas=spec.get("replicas", 1),
            selector=client.V1LabelSelector(match_labels=labels(name)),
            template=client.V1PodTemplateSpec(
                metadata=client.V1ObjectMeta(labels=labels(name)), spec=client.V1PodSpec(containers=[container])
            ),
        ),
    )


def owner_of(body):
    return client.V1OwnerReference(
        api_version=body["apiVersion"],
        kind=body["kind"],
        name=body["metadata"]["name"],
        uid=body["metadata"]["uid"],
        controller=True,
        block_owner_deletion=True,
    )
