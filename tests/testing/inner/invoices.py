import time

import requests


class Refused(Exception):
    def __init__(self, message, fields=()):
        super().__init__(message)
        self.fields = list(fields)


def send(url, data):
    for _ in range(3):
        response = requests.post(url, json=data)
        if response.status_code != 429:
            break
        time.sleep(1)
    if response.status_code != 200:
        raise Refused(response.json()["error"]["message"])
    return response.json()
