import asyncio
import json
from itertools import count

from fastapi import FastAPI, Header
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}


def message(data: str, **fields: str | int) -> str:
    lines = [f"{name}: {value}" for name, value in fields.items()]
    lines += [f"data: {line}" for line in data.split("\n")]
    return "\n".join(lines) + "\n\n"


def stream(messages) -> StreamingResponse:
    async def body():
        yield ":\n\n"  # Firefox tells of a response with the first byte of its body.
        async for text in messages:
            yield text

    return StreamingResponse(body(), media_type="text/event-stream", headers=HEADERS)


class Question(BaseModel):
    question: str


@app.post("/chat")
async def chat(body: Question):
    async def tokens():
        for token in f"You asked: {body.question}".split(" "):
            await asyncio.sleep(0.02)
            yield message(token + " ")
        yield message("[DONE]")

    return stream(tokens())


@app.get("/feed")
async def feed(last_event_id: str = Header("0")):
    async def prices():
        for id in count(int(last_event_id) + 1):
            await asyncio.sleep(0.02)
            yield message(json.dumps({"symbol": "ACME", "price": 100 + id}), event="price", id=id)

    return stream(prices())
