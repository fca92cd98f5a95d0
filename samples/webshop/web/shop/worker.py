"""The Celery application: `celery -A shop.worker worker --beat`."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

celery = Celery("shop", broker=os.environ.get("BROKER_URL", "memory://"), include=["shop.tasks"])
celery.conf.beat_schedule = {
    "reprice": {"task": "shop.tasks.reprice_catalogue", "schedule": crontab(hour=3, minute=10)},
    "index": {"task": "shop.tasks.rebuild_index", "schedule": crontab(minute="*/20")},
}
celery.conf.task_acks_late = True
