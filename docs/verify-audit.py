#!/usr/bin/env python3
"""Checks exports of Gatehouse's audit trail with none of Gatehouse's code: docs/audit-format.md is all it knows. Python 3.9, nothing else.

    verify-audit.py --keys FILE [--anchors FILE]... EXPORT...

EXPORT     JSON Lines, gzipped or plain, of one gateway each
--keys     public keys from where the trail's writers cannot change them: 64 hexadecimal digits a line, # before a comment
--anchors  checkpoints that were kept elsewhere; without them nobody can tell that the last blocks were cut off

Tells each fault as `GATEWAY EPOCH/SEQ: reason`, what else is worth knowing as `GATEWAY: …`, and the verdict in the last line.
Ends with 0 (whole), 1 (altered), 2 (incomplete: something is missing or cannot be read) or 3 (wrong usage).
"""
import argparse, base64, bisect, gzip, hashlib, itertools, json, re, struct, sys, time, zlib
from collections import Counter, namedtuple
from datetime import date, datetime, timedelta

START, DAY, MINUTE = datetime(1970, 1, 1), 86_400 * 10**9, 60 * 10**9

def sha256(data):
    return hashlib.sha256(data).digest()


# Ed25519, RFC 8032. Points have extended coordinates; one that is to be multiplied has its multiples ready for each byte of a factor.

P, ORDER, NEUTRAL = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493, (0, 1, 1, 0)
D, ROOT_OF_MINUS_1 = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)

def decode(data):
    y, odd = int.from_bytes(data, "little") & 2**255 - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or y >= P or (odd and not x):
        raise ValueError("no point of the curve")
    x = x if x & 1 == odd else P - x
    return x, y, 1, x * y % P

def encode(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")

def add(point, other):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = point, other
    a, b, c, d = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2), 2 * D * t1 % P * t2, 2 * z1 * z2
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P

def multiples(point):
    rows = []
    for _ in range(32):
        *row, point = itertools.accumulate(itertools.repeat(point, 256), add, initial=NEUTRAL)
        rows.append(row)
    return rows

def times(factor, rows, point=NEUTRAL):
    for row, digit in zip(rows, factor.to_bytes(32, "little")):
        point = add(point, row[digit])
    return point

BASE = multiples(decode((4 * pow(5, -1, P) % P).to_bytes(32, "little")))

class Key:
    def __init__(self, public):
        x, y, z, t = decode(public)
        self.public, self.id, self.minus = public, sha256(public).hex()[:16], multiples((P - x, y, z, P - t))

    def signed(self, text, signature):
        s = int.from_bytes(signature[32:], "little")
        h = int.from_bytes(hashlib.sha512(signature[:32] + self.public + text).digest(), "little") % ORDER
        return len(signature) == 64 and s < ORDER and encode(times(h, self.minus, times(s, BASE))) == signature[:32]


# Merkle trees, RFC 6962, as the row of full trees the leaves fall into, largest first: pairs of size and hash.

def grow(trees, leaf):
    size = 1
    while trees and trees[-1][0] == size:
        leaf, size = sha256(b"\1" + trees.pop()[1] + leaf), 2 * size
    trees.append((size, leaf))

def root(trees):
    *left, right = [tree for _, tree in trees] or [sha256(b"")]
    while left:
        right = sha256(b"\1" + left.pop() + right)
    return right


# JSON that can be read in one way only; a gateway writes no other.

class Strange(ValueError):
    pass

def need(good, name):
    if not good:
        raise ValueError("no " + name)

def once(pairs):
    if len(dict(pairs)) < len(pairs):
        raise Strange("a member stands twice")
    return dict(pairs)

def figure(text):
    value = int(text) if len(text) <= 20 and text.lstrip("-").isdigit() else float(text)
    if not -2**63 <= value < 2**64:
        raise Strange("no number of 64 bits")
    return value

READER = json.JSONDecoder(object_pairs_hook=once, parse_int=figure, parse_float=figure, parse_constant=figure)

def parse(data):
    try:
        value = READER.decode(data.decode())
    except RecursionError:
        raise Strange("nested too deep") from None
    need(isinstance(value, dict), "JSON object")
    return value

def is_u64(value):
    return type(value) is int and 0 <= value < 2**64

def is_i64(value):
    return type(value) is int and -2**63 <= value < 2**63

def is_hex(value, digits=64):
    return isinstance(value, str) and len(value) == digits and not value.strip("0123456789abcdef")


# The columns of audit.event: MEMBER>COLUMN, where = is before a constant and + joins with a space.

CALL = """call>call_id round>round method>method requested>tool server>virtual_server bundle>bundle owner>owner protocol>protocol_version
    traceParent>trace_parent peer>peer target.upstream>upstream target.upstreamName>upstream_tool principal.kind>principal_kind
    principal.issuer>issuer principal.subject>subject principal.clientId>client_id arguments.sha256>argument_sha256
    arguments.bytes>argument_bytes result.sha256>result_sha256 result.bytes>result_bytes """
COLUMNS = {event: [pair.split(">") for pair in pairs.split()] for event, pairs in {
    "call_attempted": CALL + "=allowed>decision",
    "call_refused": CALL + "kind>decision =refused>outcome",
    "call_completed": CALL + "outcome>outcome detail>detail durationNanos>duration_us",
    "call_abandoned": CALL + "=abandoned>outcome reason>detail",
    "not_delivered": CALL + "detail>detail",
    "listed": CALL + "shown+=shown>detail",
    "listening": CALL + "watched+=watched>detail",
    "unsubscribed": CALL,
    "shown_out": "server>virtual_server subject>subject clientId>client_id what>detail",
    "call_rejected": "server>virtual_server peer>peer =rejected>decision reason>reasons",
    "token_issued": "clientId>client_id subject>subject peer>peer =allowed>decision",
    "token_refused": "clientId>client_id peer>peer =error>decision reason>reasons",
    "administered": "actor>subject action+object+detail>detail",
    "revision_activated": "revision+source>detail",
    "upstream_changed": "upstream>upstream state>outcome detail>detail"}.items()}
NO_COPIES = set("epoch seq kind wall_ns mono_ns body body_hex payload payload_hex header header_hex signature".split())

def member(head, path):
    if "+" in path:
        parts = [member(head, part) for part in path.split("+")]
        return None if parts[0] is None else " ".join(str(part) for part in parts if part is not None)
    if path.startswith("="):
        return path[1:]
    for name in path.split("."):
        head = head.get(name) if isinstance(head, dict) else None
    return head

def reasons(head):
    text = head.get("reason") if head["type"] == "call_refused" and isinstance(head.get("reason"), str) else ""
    for finding in head["findings"] if isinstance(head.get("findings"), list) else []:
        text += ("\n" if text else "") + "%s %s: %s" % tuple(member(finding, name) or "" for name in ("stage", "decision", "reason"))
    return text or None

def instant(nanos):
    return (START + timedelta(microseconds=(nanos + 500) // 1000)).isoformat(timespec="microseconds") + "Z"

def keep_of(kind, head):
    return head["keep"] if kind == 1 and is_u64(head.get("keep")) else 0

def columns(kind, wall, head):
    if kind == 3:
        return {"type": "epoch_started", "at": instant(wall), "keep_days": 0}
    event = head.get("type") if isinstance(head.get("type"), str) else None
    row = {column: member(head, path) for path, column in COLUMNS.get(event, [])}
    if "call_id" in row:
        row.update(reasons=reasons(head), agent=row["subject"] if row["principal_kind"] == "agent" else None)
    if event == "call_completed":
        nanos = row["duration_us"] if is_i64(row["duration_us"]) else None
        row.update(detail=row["detail"] or "", duration_us=nanos and (nanos // 1000 if nanos > 0 else -(-nanos // 1000)))
    row.update(type=event, at=instant(head["at"]) if is_i64(head.get("at")) else None, keep_days=keep_of(kind, head))
    return {column: value.replace("\0", "\ufffd") if isinstance(value, str) else value for column, value in row.items()}


# What is read, line by line. A place is the pair of epoch and seq; a Trail is what one export holds.

Block = namedtuple("Block", "place header bytes signature")
Anchor = namedtuple("Anchor", "gateway chain size root time nanos text origin signatures")
HEADER = "v gateway chain number previous first last trees at key".split()
LINES = "event dead_letter block leaf retention export".split()
NOTE = re.compile(r"((gatehouse-audit/(.+)/([0-9]{1,20}))\n([0-9]{1,20})\n([A-Za-z0-9+/]{43}=)\ntime (\S+)\n)\n((?:— .+\n)+)")

def is_header(header):
    try:
        (epoch, first), (same, last) = header["first"], header["last"]
        keeps, counts, roots = zip(*(map(tree.get, ("keep", "count", "root")) for tree in header["trees"]))
        return (list(header) == HEADER and header["v"] == 1 and is_i64(header["at"]) and is_hex(header["previous"])
                and is_hex(header["key"], 16) and all(map(is_hex, roots)) and list(keeps) == sorted(set(keeps))
                and all(map(is_u64, (header["chain"], header["number"], epoch, first, same, last, *keeps, *counts)))
                and epoch == same and 1 <= first <= last == first - 1 + sum(counts) < first + 1024 and 0 not in counts)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False

def content(row, name):
    text, digits = row.get(name), row.get(name + "_hex")
    if digits is None:
        need(isinstance(text, str), name)
        return text.encode()
    need(text is None and isinstance(digits, str) and is_hex(digits, len(digits) // 2 * 2), name + " in hexadecimal digits")
    return bytes.fromhex(digits)

def payload(row):
    return b"" if row.get("payload") is None and row.get("payload_hex") is None else content(row, "payload")

class Trail:
    def __init__(self):
        self.gateway, self.leaves, self.clocks, self.starts, self.blocks, self.headers, self.dropped = None, {}, {}, {}, [], set(), set()
        self.latest, self.faults, self.notes = (0, 0), [], Counter()

    def fault(self, place, reason):
        self.faults.append((self.gateway, place, reason))

    def take(self, line):
        if not line:
            return need(self.gateway is not None, "line at all")
        try:
            (name, row), *others = parse(line).items() or [(None, None)]
            need(isinstance(row, dict) and not others and name in LINES, "line of an export")
            need((name == "export") == (self.gateway is None), "export, or a second one")
            if name in ("export", "retention"):
                return getattr(self, name)(row)
            need(is_u64(row.get("epoch")) and is_u64(row.get("seq")), "epoch and seq")
            need(name == "leaf" or is_i64(row.get("wall_ns")) and is_i64(row.get("mono_ns")), "wall_ns and mono_ns")
            getattr(self, name)((row["epoch"], row["seq"]), row)
        except (Strange, UnicodeEncodeError) as problem:
            need(self.gateway is not None, "export: %s" % problem)
            self.fault(self.latest, "the line after this: %s" % problem)

    def export(self, row):
        need(row.get("format") == "gatehouse-audit-1" and isinstance(row.get("gateway"), str), "gatehouse-audit-1")
        self.gateway = row["gateway"]

    def event(self, place, row):
        kind, body, head = 3 if row.get("type") == "epoch_started" else 1, content(row, "body"), {}
        try:
            head = parse(body)
        except ValueError as problem:
            self.fault(place, "body: %s" % problem)
        self.record(place, row, kind, body, head, columns(kind, row["wall_ns"], head))

    def dead_letter(self, place, row):
        need(is_u64(row.get("kind")) and row["kind"] < 256, "kind")
        body, head = content(row, "body"), {}
        if row["kind"] not in (1, 3):
            self.fault(place, "a dead letter that is no event")
        try:
            head = parse(body)
        except ValueError:
            self.notes["dead letters without JSON"] += 1
        self.record(place, row, row["kind"], body, head, {})

    def record(self, place, row, kind, body, head, made):
        self.put(place, keep_of(kind, head), self.leaf_of(place, row, kind, body, payload(row), made))
        if kind == 3 and is_u64(head.get("previousEpoch")) and is_u64(head.get("previousSeq")):
            self.starts[place] = head["previousEpoch"], head["previousSeq"]

    def block(self, place, row):
        text, signature, header = content(row, "header"), content({"signature_hex": row.get("signature")}, "signature"), {}
        self.put(place, 0, self.leaf_of(place, row, 4, text, signature, {}), in_order=False)
        self.headers.add(place)
        try:
            header = parse(text)
            need(is_header(header), "header of a block")
            self.blocks.append(Block(place, header, text, signature))
        except ValueError as problem:
            self.fault(place, "header: %s" % problem)

    def leaf(self, place, row):
        need(is_u64(row.get("keep")) and is_hex(row.get("hash")), "keep and hash")
        self.put(place, row["keep"], bytes.fromhex(row["hash"]))
        self.notes["known by its hash only"] += 1

    def retention(self, row):
        need(is_u64(row.get("keep_days")) and isinstance(row.get("day"), str), "keep_days and day")
        day = (date.fromisoformat(row["day"]) - START.date()).days
        if 0 < row["keep_days"] <= time.time_ns() // DAY - day:
            self.dropped.add((row["keep_days"], day))

    def leaf_of(self, place, row, kind, head, kept, made):
        self.clocks.setdefault(place, row["wall_ns"])
        made = {**made, "gateway_id": self.gateway}
        wrong = [name for name in sorted((made.keys() | row.keys()) - NO_COPIES)
                 if type(row.get(name)) is not type(made.get(name)) or row.get(name) != made.get(name)]
        if wrong:
            self.fault(place, ", ".join(wrong) + ": not what the body says")
        return sha256(struct.pack(">BQQBqq", 0, *place, kind, row["wall_ns"], row["mono_ns"]) + sha256(head) + sha256(kept))

    def put(self, place, keep, leaf, in_order=True):
        if place in self.leaves:
            self.fault(place, "stands twice")
        elif in_order and place < self.latest:
            self.fault(place, "stands behind a later record")
        self.leaves.setdefault(place, (keep, leaf))
        self.latest = max(place, self.latest) if in_order else self.latest

class Anchors(list):
    lines = ""

    def take(self, line):
        self.lines += line.decode()
        if line in (b"", b"\n") and "\n— " in self.lines:
            note = NOTE.fullmatch(self.lines.rstrip("\n") + "\n")
            need(note, "checkpoint before")
            text, origin, gateway, chain, size, tree, at, signatures = note.groups()
            nanos = (datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ") - START) // timedelta(microseconds=1) * 1000
            signatures = [each.split()[-1] for each in signatures.split("\n") if each.startswith("— %s " % origin)]
            signatures = [base64.b64decode(each, validate=True) for each in signatures]
            tree, self.lines = base64.b64decode(tree), ""
            self.append(Anchor(gateway, int(chain), int(size), tree, at, nanos, text.encode(), origin.encode(), signatures))
        need(line or not self.lines, "whole checkpoint")

class Keys(dict):
    def take(self, line):
        if line.strip() and not line.startswith(b"#"):
            need(is_hex(line.strip().decode()), "public key")
            key = Key(bytes.fromhex(line.strip().decode()))
            self[key.id] = key

def read(path, into, unread):
    number = 0
    try:
        with open(path, "rb") as file, gzip.open(file) if file.peek(2)[:2] == b"\x1f\x8b" else file as lines:
            for number, line in enumerate(itertools.chain(lines, [b""]), 1):
                into.take(line)
        return into
    except (OSError, EOFError, zlib.error, ValueError) as problem:
        unread.append("%s line %d: %s" % (path, number, problem))


# What is judged, in the steps of the page.

def first_of(*problems):
    return next((reason for wrong, reason in problems if wrong), None)

def follows(trail, block, last, chain):
    epoch, seq = first = tuple(block.header["first"])
    before = trail.starts.get(first, last)
    return not last or first == (last[0], last[1] + 1) or epoch > last[0] and seq == 1 and (before == last or before < last and not chain)

def check_chains(trail, keys):
    chains, last = {}, None
    for block in sorted(trail.blocks, key=lambda block: (block.header["chain"], block.header["number"])):
        header, chain, key = block.header, chains.setdefault(block.header["chain"], []), keys.get(block.header["key"])
        number, digest = (chain[-1].header["number"], sha256(chain[-1].bytes).hex()) if chain else (0, "0" * 64)
        wrong = first_of(
            (not key, "signed by a key that was not given"),
            (not key or not key.signed(b"gatehouse-audit-block-v1\n" + block.bytes, block.signature), "the signature is not good"),
            (header["gateway"] != trail.gateway, "a block of another gateway"),
            (chain and header["key"] != chain[0].header["key"], "another key within a chain"),
            (header["number"] != number + 1, "block %d of chain %d, where %d is due" % (header["number"], header["chain"], number + 1)),
            (header["previous"] != digest, "previous is not the hash of the header before"),
            (not follows(trail, block, last, chain), "the block does not begin where the last one ended"),
            (block.place <= tuple(header["last"]), "the block stands before its last record"))
        if wrong:
            trail.fault(block.place, wrong)
        chain.append(block)
        last = tuple(header["last"])
    return chains

def is_expired(trail, clocks, keep, missing, block):
    before, after = bisect.bisect(clocks, (missing[0],)), bisect.bisect(clocks, (missing[-1],))
    until = min([block.header["at"]] + [wall for _, wall in clocks[after:after + 1]])
    since = clocks[before - 1][1] if before else until
    return all((keep, day) in trail.dropped for day in range(min(since, until) // DAY, max(since, until) // DAY + 1))

def places(block):
    (epoch, first), (_, last) = block.header["first"], block.header["last"]
    return [(epoch, seq) for seq in range(first, last + 1)]

def check_records(trail, clocks, block):
    kept = {}
    for place in places(block):
        kept.setdefault(trail.leaves.get(place, (None,))[0], []).append(place)
    missing = kept.pop(None, places(block))
    for tree in block.header["trees"]:
        there, trees = kept.pop(tree["keep"], []), []
        for place in there:
            grow(trees, trail.leaves[place][1])
        if not there and is_expired(trail, clocks, tree["keep"], missing, block):
            trail.notes["trees expired"] += 1
        elif len(there) < tree["count"]:
            trail.fault(missing[0], "%d of keep %d missing here or later in the block" % (tree["count"] - len(there), tree["keep"]))
        elif root(trees).hex() != tree["root"]:
            trail.fault(there[0], "this or a later record of keep %d in the block is not what was sealed" % tree["keep"])
    for keep, there in kept.items():
        trail.fault(there[0], "the block has no records of keep %d" % keep)

def check_anchors(trail, chains, keys, anchors):
    sealed, roots = -2**63, {}
    for number, chain in chains.items():
        trees, roots[number] = [], [root([])]
        for block in chain:
            grow(trees, sha256(b"\0" + block.bytes))
            roots[number].append(root(trees))
    for anchor in anchors:
        chain = chains.get(anchor.chain, [])
        key = keys.get(chain[0].header["key"]) if chain else None
        hint = key and sha256(anchor.origin + b"\n\1" + key.public)[:4]
        wrong = first_of(
            (not chain, "there is no such chain"),
            (not any(each[:4] == hint and key.signed(anchor.text, each[4:]) for each in anchor.signatures), "the signature is not good"),
            (anchor.size > len(chain), "of its %d blocks only %d are there" % (anchor.size, len(chain))),
            (roots.get(anchor.chain, [])[anchor.size:][:1] != [anchor.root], "its %d blocks were others" % anchor.size))
        if wrong:
            trail.fault(chain[-1].place if chain else (anchor.chain, 0), "anchor of %s: %s" % (anchor.time, wrong))
        else:
            sealed = max(sealed, anchor.nanos - MINUTE)
    return sealed

def check_outside(trail, covered, sealed):
    first, last = min(covered), max(covered)
    for place in sorted(trail.leaves.keys() - covered - trail.headers):
        if place < first:
            trail.notes["written before the first block"] += 1
        elif place < last:
            trail.fault(place, "outside every block")
        else:
            trail.notes["not yet sealed"] += 1
            if trail.clocks.get(place, sealed) < sealed:
                trail.fault(place, "not sealed, though older than an anchor")

def judge(trail, keys, anchors):
    chains, covered = check_chains(trail, keys), {place for block in trail.blocks for place in places(block)}
    clocks = sorted((place, wall) for place, wall in trail.clocks.items() if place in covered)
    for block in trail.blocks:
        check_records(trail, clocks, block)
    sealed = check_anchors(trail, chains, keys, [anchor for anchor in anchors if anchor.gateway == trail.gateway])
    if covered:
        check_outside(trail, covered, sealed)

class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.exit(3, "%s%s\n" % (self.format_usage(), message))

def tell(line):
    print("".join(each if each.isprintable() else "\ufffd" for each in line))

def main():
    arguments = Arguments(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--keys", metavar="FILE")
    arguments.add_argument("--anchors", metavar="FILE", action="append", default=[])
    arguments.add_argument("exports", metavar="EXPORT", nargs="+")
    given, unread = arguments.parse_args(), []
    keys = read(given.keys, Keys(), unread) if given.keys else {}
    if not keys and not unread:
        arguments.error("without a public key nothing can be proved")
    anchors = [anchor for path in given.anchors for anchor in read(path, Anchors(), unread) or []]
    trails = [trail for trail in (read(path, Trail(), unread) for path in given.exports) if trail and keys]
    for trail in trails:
        judge(trail, keys, anchors)
        if not trail.blocks:
            unread.append(trail.gateway + ": no block, so nothing is proved")
        if trail.notes:
            tell("%s: %s" % (trail.gateway, ", ".join("%d %s" % (count, note) for note, count in sorted(trail.notes.items()))))
    strangers = {anchor.gateway for anchor in anchors} - {trail.gateway for trail in trails}
    unread += ["%s: an anchor, but no export" % gateway for gateway in sorted(strangers)]
    faults = sorted((fault for trail in trails for fault in trail.faults), key=lambda fault: fault[:2])
    faults = ["%s %d/%d: %s" % (gateway, *place, reason) for gateway, place, reason in faults]
    for line in faults[:20] + ["and %d more" % (len(faults) - 20)] * (len(faults) > 20) + unread:
        tell(line)
    records, blocks = sum(len(trail.leaves) - len(trail.headers) for trail in trails), sum(len(trail.headers) for trail in trails)
    verdict = "altered: %d fault(s)" % len(faults) if faults else "incomplete: " + unread[0] if unread else "whole"
    tell("%d records, %d blocks, %d anchors: %s" % (records, blocks, len(anchors), verdict))
    return 1 if faults else 2 if unread else 0

if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
