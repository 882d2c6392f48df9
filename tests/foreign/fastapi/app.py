"""A FastAPI server that sends back what it understood of each request. Prints its document, or its address.

    app.py document
    app.py serve
"""

import datetime
import decimal
import enum
import ipaddress
import json
import socket
import sys
import uuid
from collections.abc import AsyncIterable
from typing import Annotated, Literal, Union

import uvicorn
from fastapi import Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Path, Query, Response, UploadFile
from fastapi.responses import PlainTextResponse, StreamingResponse
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBasic, HTTPBasicCredentials, HTTPBearer
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

app = FastAPI(
    title="FastAPI",
    version="1.0.0",
    # As most set it who generate clients.
    generate_unique_id_function=lambda route: route.name,
)


class Color(enum.StrEnum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Size(enum.IntEnum):
    SMALL = 1
    LARGE = 2


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = Field(ge=0, le=9)


class Dog(BaseModel):
    kind: Literal["dog"]
    name: str = Field(min_length=1, max_length=20)


class Item(BaseModel):
    id: uuid.UUID
    name: str = Field(pattern="^[a-z]+$")
    note: str | None = None
    color: Color = Color.RED
    size: Size | None = None
    price: decimal.Decimal = decimal.Decimal("0")
    weight: float | None = Field(default=None, gt=0)
    made: datetime.datetime
    day: datetime.date
    address: ipaddress.IPv4Address | None = None
    tags: list[str] = Field(default_factory=list, max_length=5)
    labels: dict[str, int] = {}
    pair: tuple[int, str] | None = None
    pet: Annotated[Union[Cat, Dog], Field(discriminator="kind")] | None = None
    either: int | str | list[int] = 0
    parent: "Item | None" = None


class Echo(BaseModel):
    """What was understood, by Python's names."""

    values: dict[str, str]


class Problem(BaseModel):
    detail: str


def echo(**values) -> Echo:
    shown = {name: value if isinstance(value, str) else json.dumps(value, default=str) for name, value in values.items()}
    return Echo(values=shown)


@app.get("/path/{number}/{text}/{day}/{color}")
async def read_path(
    number: Annotated[int, Path(ge=1, le=1000)], text: str, day: datetime.date, color: Color
) -> Echo:
    return echo(number=number, text=text, day=day, color=color)


@app.get("/files/{name:path}")
async def read_rest(name: str) -> Echo:
    return echo(name=name)


@app.get("/query")
async def read_query(
    needed: str,
    page: Annotated[int, Query(ge=1)] = 1,
    share: Annotated[float | None, Query(gt=0, lt=1)] = None,
    is_new: bool = False,
    colors: Annotated[list[Color], Query()] = [],
    numbers: Annotated[list[int] | None, Query(max_length=3)] = None,
    since: datetime.datetime | None = None,
    id: uuid.UUID | None = None,
    renamed: Annotated[str | None, Query(alias="odd name[]")] = None,
) -> Echo:
    return echo(
        needed=needed, page=page, share=share, is_new=is_new, colors=colors, numbers=numbers, since=since, id=id,
        renamed=renamed,
    )


class Filter(BaseModel):
    limit: int = Field(20, ge=1, le=100)
    order: Literal["up", "down"] = "up"
    tags: list[str] = []


@app.get("/model")
async def read_model(filter: Annotated[Filter, Query()]) -> Filter:
    return filter


@app.get("/headers")
async def read_headers(
    x_token: Annotated[str, Header()],
    x_count: Annotated[int | None, Header()] = None,
    session: Annotated[str | None, Cookie()] = None,
    visits: Annotated[int | None, Cookie()] = None,
) -> Echo:
    return echo(x_token=x_token, x_count=x_count, session=session, visits=visits)


@app.post("/items", status_code=201, response_model_exclude_unset=True)
async def add_item(item: Item) -> Item:
    return item


@app.put("/items/{id}", responses={404: {"model": Problem}, 409: {"model": Problem}})
async def put_item(id: uuid.UUID, item: Item) -> Item:
    if id.int == 0:
        raise HTTPException(404, "there is none")
    if id != item.id:
        raise HTTPException(409, "another id")
    return item


@app.delete("/items/{id}", status_code=204)
async def delete_item(id: uuid.UUID) -> None:
    pass


@app.patch("/pair")
async def patch_pair(first: Cat, second: Dog) -> list[Annotated[Union[Cat, Dog], Field(discriminator="kind")]]:
    return [first, second]


@app.post("/nullable")
async def send_nullable(values: list[int | None]) -> list[int | None]:
    return values


@app.post("/form")
async def send_form(
    name: Annotated[str, Form()],
    age: Annotated[int, Form(ge=0)] = 0,
    tags: Annotated[list[str], Form()] = [],
) -> Echo:
    return echo(name=name, age=age, tags=tags)


@app.post("/upload")
async def upload(
    file: UploadFile,
    more: Annotated[list[UploadFile], File()] = [],
    raw: Annotated[bytes | None, File()] = None,
    note: Annotated[str | None, Form()] = None,
) -> Echo:
    return echo(
        name=file.filename,
        type=file.content_type,
        hex=(await file.read()).hex(),
        more=[f"{one.filename}:{(await one.read()).hex()}" for one in more],
        raw=raw and raw.hex(),
        note=note,
    )


@app.get("/text", response_class=PlainTextResponse)
async def read_text() -> str:
    return "“text”\n"


@app.get(
    "/download",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def download(size: Annotated[int, Query(ge=0, le=1 << 24)]) -> StreamingResponse:
    async def pieces():
        for start in range(0, size, 1 << 16):
            yield bytes(byte & 0xFF for byte in range(start, min(size, start + (1 << 16))))

    return StreamingResponse(pieces(), media_type="application/octet-stream")


@app.get("/events", response_class=EventSourceResponse)
async def read_events(count: Annotated[int, Query(ge=0, le=100)]) -> AsyncIterable[Cat]:
    for number in range(count):
        yield Cat(kind="cat", lives=number % 10)


@app.get("/words", response_class=EventSourceResponse)
async def read_words() -> AsyncIterable[str]:
    for word in ["one", '"two"', "[DONE]", ""]:
        yield word


@app.get("/texts", response_class=EventSourceResponse)
async def read_texts() -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(raw_data="one\ntwo", event="text", id="7", retry=5)
    yield ServerSentEvent(data={"one": 2})


@app.get("/lines")
async def read_lines(count: Annotated[int, Query(ge=0, le=100)]) -> AsyncIterable[Dog]:
    for number in range(count):
        yield Dog(kind="dog", name=f"dog {number}")


@app.get("/answer", responses={200: {"headers": {"X-Total": {"schema": {"type": "integer"}, "required": True}}}})
async def read_headed(response: Response) -> Echo:
    response.headers["X-Total"] = "42"
    return echo()


bearer, basic, key = HTTPBearer(), HTTPBasic(), APIKeyHeader(name="X-Key")


@app.get("/bearer")
async def read_bearer(shown: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> Echo:
    return echo(shown=shown.credentials)


@app.get("/basic")
async def read_basic(shown: Annotated[HTTPBasicCredentials, Depends(basic)]) -> Echo:
    return echo(name=shown.username, password=shown.password)


@app.get("/key")
async def read_key(shown: Annotated[str, Depends(key)]) -> Echo:
    return echo(shown=shown)


if __name__ == "__main__":
    if sys.argv[1:] == ["document"]:
        print(json.dumps(app.openapi(), indent=1, ensure_ascii=False))
    else:
        listener = socket.create_server(("127.0.0.1", 0))
        print(f"127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
