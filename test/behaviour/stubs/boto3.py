"""A client whose paginator yields three pages, each after a wait, for a machine without the service."""

import time


class Paginator:
    def paginate(self, **given):
        for number in range(3):
            time.sleep(0.01)
            yield {"number": number, **given}


class Client:
    def get_paginator(self, operation):
        return Paginator()


def client(service):
    return Client()
