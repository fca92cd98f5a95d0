"""HTTP surface of the quote service."""
import asyncio
import contextlib
import logging
import os

import httpx
import redis.asyncio as redis
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from prometheus_client import Counter, Histogram, make_asgi_app
from pydantic import BaseModel

from quotes.carriers import CarrierError, Parcel, Quote, configured
from quotes.events import Events, in_background

log = logging.getLogger(__name__)
QUOTES = Counter("quotes_total", "Quotes given", ["carrier"])
CARRIER_SECONDS = Histogram("carrier_seconds", "How long a carrier took", ["carrier"])
DEADLINE = float(os.environ.get("QUOTE_DEADLINE", "2.5"))


class Booking(BaseModel):
    order_id: str
    carrier: str
    service: str
    parcel: Parcel


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI):
    async with httpx.AsyncClient(timeout=DEADLINE, limits=httpx.Limits(max_connections=200)) as client:
        app.state.client = client
        app.state.carriers = configured(client)
        app.state.cache = redis.from_url(os.environ["REDIS_URL"])
        app.state.events = Events(os.environ["AMQP_URL"])
        await app.state.events.start()
        cancellations = in_background(app.state.events.consume("order.cancelled", lambda event: cancel(app, event)))
        yield
        cancellations.cancel()
        await app.state.events.stop()
        await app.state.cache.aclose()


app = FastAPI(title="Shipping quotes", lifespan=lifespan)
app.mount("/metrics", make_asgi_app())


async def customer(request: Request) -> str:
    """Whose token it is, as the accounts service says."""
    response = await request.app.state.client.get(
        f"{os.environ['ACCOUNTS_URL']}/whoami", headers={"Authorization": request.headers.get("Authorization", "")}
    )
    if response.status_code != 200:
        raise HTTPException(401, "unknown token")
    return response.json()["id"]


async def ask(carrier, parcel: Parcel) -> list[Quote]:
    try:
        with CARRIER_SECONDS.labels(carrier.name).time():
            quotes = await carrier.quote(parcel)
    except CarrierError as error:
        log.warning("no quote: %s", error)
        return []
    QUOTES.labels(carrier.name).inc(len(quotes))
    return quotes


@app.post("/quotes")
async def quotes(parcel: Parcel, who: str = Depends(customer)) -> list[Quote]:
    carriers = app.state.carriers.values()
    answers = await asyncio.gather(*(ask(carrier, parcel) for carrier in carriers))
    return sorted((quote for answer in answers for quote in answer), key=lambda quote: quote.cents)


@app.post("/bookings", status_code=201)
async def book(booking: Booking, who: str = Depends(customer)) -> dict:
    carrier = app.state.carriers.get(booking.carrier)
    if carrier is None:
        raise HTTPException(404, f"no carrier {booking.carrier}")
    if not await app.state.cache.set(f"booking:{booking.order_id}", who, nx=True, ex=86_400):
        raise HTTPException(409, "already booked")
    try:
        code = await carrier.book(booking.order_id, booking.service, booking.parcel)
    except CarrierError as error:
        await app.state.cache.delete(f"booking:{booking.order_id}")
        raise HTTPException(502, str(error)) from error
    await app.state.events.publish("parcel.booked", {"order": booking.order_id, "customer": who, "code": code})
    return {"tracking_code": code}


@app.get("/healthz")
async def healthz() -> dict:
    await app.state.cache.ping()
    return {"status": "ok"}


async def cancel(app: FastAPI, event: dict) -> None:
    await app.state.carriers[event["carrier"]].cancel(event["code"])
    await app.state.events.publish("parcel.cancelled", {"order": event["order"]})


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")))
