"""Load scenarios: the .json files of this folder, one call each.

about       what it is, for people
target      "ingest", "query" or "echo": the server that is called
call        package.Service.Method
data        the request as JSON; "$name" is filled in (see `each`)
each        what the requests are made from, one request for each:
            organization    $organization_id, $organization_name, $organization_prefix
            article         $article_body ("text" or "raw_html"), $article_text
            figure          $figure_id
            stored_article  $article_id
writes      true: stores articles (ids "load-..."); not run without being asked for
templates   true: ghz's own {{...}} in the data are expanded for each call
concurrency calls at a time (default 16)
yardstick   the scenario of the echo server that it is compared with, which sends
            about as many bytes back (default "echo")
proto       .proto file from the top of the tree, for servers without reflection
"""
import json
import os

MAX_REQUESTS = 200


class Scenario:
    def __init__(self, path):
        self.name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as f:
            fields = json.load(f)
        self.about = fields.pop("about")
        self.target = fields.pop("target")
        self.call = fields.pop("call")
        self.data = fields.pop("data")
        self.each = fields.pop("each", None)
        self.writes = fields.pop("writes", False)
        self.templates = fields.pop("templates", False)
        self.concurrency = fields.pop("concurrency", 16)
        self.proto = fields.pop("proto", None)
        self.yardstick = fields.pop("yardstick", "echo")
        if fields:
            raise ValueError(f"{path}: unknown fields {', '.join(sorted(fields))}")

    def requests(self, sources):
        """The requests of one round; `sources[each]` is a list of dicts of what
        stands for "$name"."""
        if self.each is None:
            return [self.data]
        return [fill(self.data, values) for values in sources[self.each][:MAX_REQUESTS]]

    def ghz_settings(self, sources, connections, seconds):
        """The settings file for ghz."""
        settings = {
            "call": self.call,
            "data": self.requests(sources),
            "insecure": True,
            "concurrency": max(self.concurrency, connections),
            "connections": connections,
            "duration": f"{seconds}s",
            "duration-stop": "wait",
        }
        if not self.templates:
            settings["disable-template-functions"] = True
            settings["disable-template-data"] = True
        if self.proto:
            settings["proto"] = self.proto
        return settings


def fill(data, values):
    """`data` with every string "$name" (as key, too) replaced by values["name"]."""
    if isinstance(data, dict):
        return {fill(k, values): fill(v, values) for k, v in data.items()}
    if isinstance(data, list):
        return [fill(d, values) for d in data]
    if isinstance(data, str) and data.startswith("$"):
        return values[data[1:]]
    return data


def load_all(folder):
    return [Scenario(os.path.join(folder, name))
            for name in sorted(os.listdir(folder)) if name.endswith(".json")]
