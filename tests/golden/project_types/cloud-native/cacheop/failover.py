"""Watches the caches' pods and makes a replica the primary when the primary is gone."""
import logging
import queue
import threading

from kubernetes import client, watch
from kubernetes.client.rest import ApiException
from kubernetes.stream import stream

from cacheop.resources import LABEL

log = logging.getLogger(__name__)


class Failover:
    def __init__(self, workers=4):
        self.lost = queue.Queue(maxsize=256)
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.watch_pods, daemon=True)]
        self.threads += [threading.Thread(target=self.work, daemon=True) for _ in range(workers)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()

    def alive(self):
        return all(thread.is_alive() for thread in self.threads)

    def watch_pods(self):
        core, version = client.CoreV1Api(), None
        while not self.stopping.is_set():
            try:
                events = watch.Watch().stream(
                    core.list_pod_for_all_namespaces, label_selector=LABEL, resource_version=version, timeout_seconds=60
                )
                for event in events:
                    pod = event["object"]
                    version = pod.metadata.resource_version
                    if event["type"] == "DELETED" and pod.metadata.labels.get("role") == "primary":
                        self.lost.put((pod.metadata.namespace, pod.metadata.labels[LABEL]))
            except ApiException as error:
                if error.status != 410:
                    log.error("watch broke: %s", error.reason)
                    self.stopping.wait(5)
                version = None

    def work(self):
        while not self.stopping.is_set():
            try:
                namespace, cache = self.lost.get(timeout=1)
            except queue.Empty:
                continue
            try:
                self.promote(namespace, cache)
            except ApiException as error:
                log.error("%s/%s has no primary: %s", namespace, cache, error.reason)
                self.stopping.wait(2)
                self.lost.put((namespace, cache))

    def promote(self, namespace, cache):
        core = client.CoreV1Api()
        pods = core.list_namespaced_pod(namespace, label_selector=f"{LABEL}={cache},role!=primary").items
        running = [pod for pod in pods if pod.status.phase == "Running"]
        if not running:
            log.warning("%s/%s: no replica left", namespace, cache)
            return
        chosen = running[0].metadata.name
        command = ["redis-cli", "replicaof", "no", "one"]
        stream(core.connect_get_namespaced_pod_exec, chosen, namespace, command=command, stdout=True, stderr=True)
        core.patch_namespaced_pod(chosen, namespace, {"metadata": {"labels": {"role": "primary"}}})
        log.info("%s/%s: %s is primary", namespace, cache, chosen)
