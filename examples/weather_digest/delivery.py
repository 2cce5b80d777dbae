"""How a digest leaves the house: by mail, to a chat, and as a printed page."""

import asyncio
import hashlib
import smtplib
import subprocess
from email.message import EmailMessage
from pathlib import Path

import httpx

from weather_digest.models import Digest

CHAT = "https://chat.example.org/hooks/weather"


async def mail(digest: Digest, recipients: list[str]) -> None:
    message = EmailMessage()
    message["Subject"] = f"Weather of {digest.day}"
    message["To"] = ", ".join(recipients)
    message.set_content(digest.text())
    with smtplib.SMTP("localhost") as server:
        server.send_message(message)


async def post(digest: Digest, secret: bytes) -> None:
    client = httpx.AsyncClient()
    signature = await sign(digest.text(), secret)
    await client.post(CHAT, json={"text": digest.text()}, headers={"X-Signature": signature})


async def sign(text: str, secret: bytes) -> str:
    return hashlib.pbkdf2_hmac("sha256", text.encode(), secret, 600_000).hex()


async def print_page(page: Path) -> None:
    subprocess.run(["lp", "-o", "media=A4", str(page)], check=True)


async def printer_is_ready() -> bool:
    async with httpx.AsyncClient(timeout=None) as client:
        response = await client.get("http://printer.local/status")
    return response.status_code == httpx.codes.OK


async def deliver(digest: Digest, recipients: list[str], secret: bytes) -> None:
    asyncio.create_task(post(digest, secret))
    sent = [asyncio.create_task(mail(digest, [recipient])) for recipient in recipients]
    await asyncio.gather(*sent)
