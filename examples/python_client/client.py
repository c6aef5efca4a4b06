#!/usr/bin/env python3
"""client.py INGEST QUERY FILE...

Ingests text files over one stream, then prints every impact figure
achieved that the index holds.
Make the stubs first (see generate.sh), and put their folder on PYTHONPATH.
Needs python3-grpcio and python3-protobuf.
"""
import sys

import grpc
from google.protobuf import json_format
from google.rpc import error_details_pb2, status_pb2
from impactwire.v1 import article_pb2, ingest_pb2, ingest_pb2_grpc
from impactwire.v1 import query_pb2, query_pb2_grpc, record_pb2


def explain(error):
    """What the service says is wrong, and with which field."""
    lines = [f"{error.code().name}: {error.details()}"]
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                bad = error_details_pb2.BadRequest()
                if detail.Unpack(bad):
                    lines += [f"  {v.field}: {v.description}" for v in bad.field_violations]
    return "\n".join(lines)


def requests(paths):
    for number, path in enumerate(paths):
        with open(path, encoding="utf-8") as file:
            article = article_pb2.Article(article_id=path, text=file.read())
        yield ingest_pb2.IngestArticlesRequest(client_sequence=number, article=article)


def main(argv):
    if len(argv) < 4:
        sys.exit(__doc__)
    ingest = ingest_pb2_grpc.IngestServiceStub(grpc.insecure_channel(argv[1]))
    query = query_pb2_grpc.QueryServiceStub(grpc.insecure_channel(argv[2]))

    rejected = 0
    for answer in ingest.IngestArticles(requests(argv[3:]), timeout=60):
        path = argv[3 + answer.client_sequence]
        if answer.HasField("error"):
            rejected += 1
            print(f"{path}: {answer.error.message}", file=sys.stderr)
            continue
        outcome = ingest_pb2.IngestOutcome.Name(answer.result.outcome)
        print(f"{path}: {outcome}, {answer.result.impact_figure_count} figures")

    # All that was just written lies before the log's end. (For one article, the
    # position in its own answer does the same.)
    position = ingest.GetIngestStatus(ingest_pb2.GetIngestStatusRequest(), timeout=10).high_watermark

    # Every page; min_position waits until the index has it.
    request = query_pb2.ListImpactFiguresRequest(
        filter=query_pb2.ImpactFigureFilter(statuses=[record_pb2.FIGURE_STATUS_ACHIEVED]),
        min_position=position,
        page_size=20,
    )
    count = 0
    while True:
        page = query.ListImpactFigures(request, timeout=10)
        for entry in page.entries:
            count += 1
            print(f"{entry.organization_name} | {entry.figure.value:.12g} {entry.figure.unit} | {entry.figure.what}")
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    print(f"{count} figures achieved")

    # What an error looks like.
    try:
        query.ListImpactFigures(query_pb2.ListImpactFiguresRequest(page_size=-1), timeout=10)
    except grpc.RpcError as error:
        print(explain(error))
    status = query.GetIndexStatus(query_pb2.GetIndexStatusRequest(), timeout=10)
    print(json_format.MessageToJson(status))
    return 1 if rejected else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
