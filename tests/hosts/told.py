"""Reads what the bot has told RabbitMQ, with the client library that the bot's environment has: one JSON object a line on stdout."""

import asyncio
import sys

import aio_pika  # type: ignore[import-not-found]  # of the bot environment


async def main(address: str, queue: str) -> None:
    connection = await aio_pika.connect(address)
    async with connection:
        channel = await connection.channel()
        found = await channel.get_queue(queue)
        while (message := await found.get(fail=False)) is not None:
            await message.ack()
            sys.stdout.write(message.body.decode() + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
