"""The carriers' price and booking interfaces."""
import asyncio
import logging
import os

import httpx
from pydantic import BaseModel, Field

log = logging.getLogger(__name__)


class Parcel(BaseModel):
    weight_grams: int = Field(gt=0, le=31_500)
    length_mm: int
    width_mm: int
    height_mm: int
    postcode: str
    country: str = Field(min_length=2, max_length=2)


class Quote(BaseModel):
    carrier: str
    service: str
    cents: int
    days: int


class CarrierError(Exception):
    """The carrier refused or could not be reached."""


class Carrier:
    def __init__(self, name: str, base_url: str, token: str, client: httpx.AsyncClient):
        self.name = name
        self.base_url = base_url
        self.headers = {"Authorization": f"Bearer {token}"}
        self.client = client

    async def quote(self, parcel: Parcel) -> list[Quote]:
        body = await self._post("/v2/rates", parcel.model_dump())
        return [
            Quote(carrier=self.name, service=rate["service"], cents=rate["price"], days=rate["transit_days"])
            for rate in body["rates"]
        ]

    async def book(self, order_id: str, service: str, parcel: Parcel) -> str:
        body = await self._post("/v2/shipments", {"reference": order_id, "service": service, **parcel.model_dump()})
        return body["tracking_code"]

    async def cancel(self, code: str) -> None:
        response = await self.client.delete(f"{self.base_url}/v2/shipments/{code}", headers=self.headers)
        response.raise_for_status()

    async def _post(self, path: str, body: dict, attempts: int = 3) -> dict:
        for attempt in range(attempts):
            try:
                response = await self.client.post(self.base_url + path, json=body, headers=self.headers)
                response.raise_for_status()
                return response.json()
            except httpx.HTTPStatusError as error:
                if error.response.status_code < 500:
                    raise CarrierError(f"{self.name}: {error.response.text}") from error
                log.warning("%s answered %d", self.name, error.response.status_code)
            except httpx.TransportError as error:
                log.warning("%s is not reachable: %s", self.name, error)
            await asyncio.sleep(0.1 * 2**attempt)
        raise CarrierError(f"{self.name} gave no answer")


def configured(client: httpx.AsyncClient) -> dict[str, Carrier]:
    carriers = {}
    for name in os.environ["CARRIERS"].split(","):
        prefix = name.upper()
        carriers[name] = Carrier(name, os.environ[f"{prefix}_URL"], os.environ[f"{prefix}_TOKEN"], client)
    return carriers
