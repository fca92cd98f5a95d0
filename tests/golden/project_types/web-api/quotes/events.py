"""Bookings go out to, and cancellations come in from, the broker."""
import asyncio
import json
import logging

import aio_pika

log = logging.getLogger(__name__)


class Events:
    def __init__(self, url: str):
        self.url = url
        self.connection = None
        self.exchange = None

    async def start(self) -> None:
        self.connection = await aio_pika.connect_robust(self.url)
        channel = await self.connection.channel()
        await channel.set_qos(prefetch_count=20)
        self.exchange = await channel.declare_exchange("shipping", aio_pika.ExchangeType.TOPIC, durable=True)

    async def stop(self) -> None:
        if self.connection:
            await self.connection.close()

    async def publish(self, topic: str, payload: dict) -> None:
        body = json.dumps(payload).encode()
        message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await self.exchange.publish(message, routing_key=topic)

    async def consume(self, topic: str, handler) -> None:
        channel = await self.connection.channel()
        queue = await channel.declare_queue(f"quotes.{topic}", durable=True)
        await queue.bind(self.exchange, routing_key=topic)
        async with queue.iterator() as messages:
            async for message in messages:
                async with message.process(requeue=True):
                    await handler(json.loads(message.body))
                    log.info("handled %s", message.routing_key)


def report_failure(task: asyncio.Task) -> None:
    if not task.cancelled() and task.exception():
        log.error("stopped", exc_info=task.exception())


def in_background(coroutine) -> asyncio.Task:
    task = asyncio.create_task(coroutine)
    task.add_done_callback(report_failure)
    return task
