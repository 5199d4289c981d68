#!/usr/bin/env python3
"""Checks exports of Gatehouse's audit trail with none of Gatehouse's code: docs/audit-format.md is all it knows. Python 3.9, nothing else.

    verify-audit.py --keys FILE [--anchors FILE]... EXPORT...

EXPORT     JSON Lines, gzipped or plain, of one gateway each
--keys     public keys from where the trail's writers cannot change them: 64 hexadecimal digits a line, # before a comment
--anchors  checkpoints that were kept elsewhere, as notes or in lines of a log; without them nobody can tell that the last blocks were cut off

Tells each fault as `GATEWAY EPOCH/SEQ: reason`, what else is worth knowing as `GATEWAY: …`, and the verdict in the last line.
Ends with 0 (whole), 1 (altered), 2 (incomplete: something is missing or cannot be read) or 3 (wrong usage).
"""
import argparse, base64, functools, gzip, hashlib, itertools, json, operator, re, struct, sys, zlib
from collections import Counter, namedtuple
from datetime import date, datetime, timedelta, timezone

START = datetime(1970, 1, 1)

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

def roots(leaves):
    trees, all_roots = [], [sha256(b"")]
    for leaf in leaves:
        size = 1
        while trees and trees[-1][0] == size:
            leaf, size = sha256(b"\1" + trees.pop()[1] + leaf), 2 * size
        trees.append((size, leaf))
        all_roots.append(functools.reduce(lambda right, tree: sha256(b"\1" + tree[1] + right), reversed(trees[:-1]), leaf))
    return all_roots


# JSON that can be read in one way only; a gateway writes no other.

def need(good, name):
    if not good:
        raise ValueError("no " + name)

def once(pairs):
    need(len(dict(pairs)) == len(pairs), "single meaning: a member stands twice")
    return dict(pairs)

def figure(text):
    value = int(text) if len(text) <= 20 and text.lstrip("-").isdigit() else float(text)
    need(-2**63 <= value < 2**64, "number of 64 bits")
    return value

READER = json.JSONDecoder(object_pairs_hook=once, parse_int=figure, parse_float=figure, parse_constant=figure)

def parse(data):
    try:
        value = READER.decode(data.decode())
    except RecursionError:
        raise ValueError("nested too deep") from None
    need(isinstance(value, dict), "JSON object")
    return value

def is_u64(value):
    return type(value) is int and 0 <= value < 2**64

def is_i64(value, end=2**63):
    return type(value) is int and -end <= value < end

def is_hex(value, digits=64):
    return isinstance(value, str) and len(value) == digits and not value.strip("0123456789abcdef")


# The columns of audit.event: MEMBER>COLUMN, where = is before a constant and + joins with a space.

CALL = """call>call_id round>round method>method requested>tool server>virtual_server bundle>bundle owner>owner protocol>protocol_version
    session>session traceParent>trace_parent peer>peer target.upstream>upstream target.upstreamName>upstream_tool principal.kind>principal_kind
    principal.issuer>issuer principal.subject>subject principal.clientId>client_id arguments.sha256>argument_sha256
    arguments.bytes>argument_bytes result.sha256>result_sha256 result.bytes>result_bytes """
COLUMNS = {event: [pair.split(">") for pair in pairs.split()] for event, pairs in {
    "call_attempted": CALL + "=allowed>decision",
    "call_refused": CALL + "kind>decision =refused>outcome reason>reasons",
    "call_completed": CALL + "outcome>outcome detail>detail durationNanos>duration_us",
    "call_abandoned": CALL + "=abandoned>outcome reason>detail",
    "not_delivered": CALL + "detail>detail",
    "listed": CALL + "shown+=shown>detail",
    "listening": CALL + "watched+=watched>detail",
    "unsubscribed": CALL,
    "shown_out": "server>virtual_server subject>subject clientId>client_id what>detail",
    "session_opened": CALL,
    "session_ended": "session>session server>virtual_server subject>subject clientId>client_id how>detail",
    "token_accepted": "server>virtual_server issuer>issuer subject>subject clientId>client_id peer>peer =allowed>decision",
    "call_rejected": "server>virtual_server peer>peer =rejected>decision reason>reasons",
    "token_issued": "clientId>client_id subject>subject peer>peer =allowed>decision",
    "token_refused": "clientId>client_id peer>peer error>decision reason>reasons",
    "administered": "actor>subject action+object+detail>detail",
    "revision_activated": "revision+source>detail",
    "upstream_changed": "upstream>upstream state>outcome detail>detail"}.items()}
NO_COPIES = set("epoch seq kind wall_ns mono_ns body body_hex payload payload_hex header header_hex signature".split())

def member(head, path):
    if path.startswith("="):
        return path[1:]
    if "+" in path:
        parts = [member(head, part) for part in path.split("+")]
        return " ".join(str(part) for part in parts if part is not None) or None
    for name in path.split("."):
        head = head.get(name) if isinstance(head, dict) else None
    return head

def reasons(findings, text):
    for finding in findings if isinstance(findings, list) else []:
        text = "%s%s: %s" % ("" if text is None else "%s\n" % text, member(finding, "stage+decision"), member(finding, "reason"))
    return text

def instant(nanos):
    return (START + timedelta(microseconds=(nanos + 500) // 1000)).isoformat(timespec="microseconds") + "Z"

def tree_name(kind, head):
    keep = head["keep"] if kind == 1 and is_i64(head.get("keep"), 2**31) and is_i64(head.get("at")) else 0
    return keep, instant(head["at"])[:10] if keep else ""

def columns(kind, wall, head):
    if kind == 3:
        return {"type": "epoch_started", "at": instant(wall), "keep_days": 0}
    event = head.get("type") if isinstance(head.get("type"), str) else None
    row = {column: member(head, path) for path, column in COLUMNS.get(event, [])}
    if "call_id" in row:
        row["reasons"] = reasons(head.get("findings"), row.get("reasons"))
        row["agent"] = row["subject"] if row["principal_kind"] == "agent" else None
    if event == "call_completed":
        nanos = row["duration_us"]
        row.update(detail=row["detail"] or "", duration_us=(nanos + 999 * (nanos < 0)) // 1000 if is_i64(nanos) else None)
    row.update(type=event, at=instant(head["at"]) if is_i64(head.get("at")) else None, keep_days=tree_name(kind, head)[0])
    return {column: value.replace("\0", "\ufffd") if isinstance(value, str) else value for column, value in row.items()}


# What is read, line by line. A place is the pair of epoch and seq, a tree's name that of keep and day; a Trail is what one export holds.

UNPLACED = ["export", "retention", "end"]
LINES = UNPLACED + ["event", "dead_letter", "block", "leaf"]
place_of = operator.itemgetter("epoch", "seq")
HEADER = "v gateway chain number previous first last trees at key".split()
Block = namedtuple("Block", ["place", "bytes", "signature"] + HEADER)

def block_of(place, data, signature):
    header = parse(data)
    try:
        (epoch, first), (same, last) = header["first"], header["last"]
        trees = [((tree["keep"], tree.get("day", "")), tree["count"], tree["root"]) for tree in header["trees"]]
        names, counts, roots = zip(*trees)
        good = (list(header) == HEADER and header["v"] == 1 and is_i64(header["at"]) and is_hex(header["previous"])
                and is_hex(header["key"], 16) and all(map(is_hex, roots)) and list(names) == sorted(set(names))
                and all(map(is_u64, (header["chain"], header["number"], epoch, first, same, last, *counts))) and all(map(is_name, names))
                and epoch == same and 1 <= first <= last == first - 1 + sum(counts) < first + 1024 and 0 not in counts)
    except (AttributeError, KeyError, TypeError, ValueError):
        good = False
    need(good, "header of a block")
    return Block(place, data, signature, *{**header, "first": (epoch, first), "last": (same, last), "trees": trees}.values())

def is_name(name):
    keep, day = name
    return is_i64(keep, 2**31) and isinstance(day, str) and (keep == 0) == (day == "")

def content(row, name, absent=None):
    text, digits = row.get(name), row.get(name + "_hex")
    if digits is None:
        text = absent if text is None else text
        need(isinstance(text, str), name)
        return text.encode()
    need(text is None and isinstance(digits, str) and is_hex(digits, len(digits) // 2 * 2), name + " in hexadecimal digits")
    return bytes.fromhex(digits)

class Trail:
    def __init__(self):
        self.part, self.open, self.gateway, self.lines, self.ended, self.latest, self.faults, self.notes = False, None, None, 0, False, (0, 0), [], Counter()
        self.leaves, self.clocks, self.starts, self.blocks, self.headers, self.dropped = {}, {}, {}, [], set(), set()

    def fault(self, place, reason):
        self.faults.append((self.gateway, place, reason))

    def take(self, line):
        self.lines += 1
        need(line or self.ended, "last line")
        if line:
            (name, row), *others = parse(line).items() or [(None, None)]
            need(isinstance(row, dict) and not others and name in LINES and not self.ended, "line of an export")
            need((name == "export") == (self.lines == 1), "export, or a second one")
            need(name in UNPLACED or is_u64(row.get("epoch")) and is_u64(row.get("seq")), "epoch and seq")
            need(name in UNPLACED + ["leaf"] or is_i64(row.get("wall_ns")) and is_i64(row.get("mono_ns")), "wall_ns and mono_ns")
            getattr(self, name)(row)

    def export(self, row):
        need(row.get("format") == "gatehouse-audit-1" and isinstance(row.get("gateway"), str), "gatehouse-audit-1")
        self.gateway, self.part = row["gateway"], row.get("part") is True

    def end(self, row):
        need(row.get("lines") == self.lines, "more lines, though it says how many there were")
        self.ended = True

    def retention(self, row):
        keep, day = row.get("keep_days"), row.get("day")
        need(is_i64(keep, 2**31) and isinstance(day, str), "keep_days and day")
        if 0 < keep <= datetime.now(timezone.utc).toordinal() - date.fromisoformat(day).toordinal():
            self.dropped.add((keep, day))

    def leaf(self, row):
        name = row.get("keep"), row.get("day", "")
        need(is_name(name) and is_hex(row.get("hash")), "keep, day and hash")
        self.put(row, name, bytes.fromhex(row["hash"]))
        self.notes["known by its hash only"] += 1

    def event(self, row):
        self.record(row, 3 if row.get("type") == "epoch_started" else 1, copied=True)

    def dead_letter(self, row):
        need(type(row.get("kind")) is int and row["kind"] in (1, 3), "kind of a dead letter")
        self.record(row, row["kind"], copied=False)
        self.notes["dead letters"] += 1

    def record(self, row, kind, copied):
        body, head = content(row, "body"), {}
        try:
            head = parse(body)
        except ValueError as problem:
            if copied:
                self.fault(place_of(row), "body: %s" % problem)
        copies = columns(kind, row["wall_ns"], head) if copied else {}
        self.keep(row, kind, tree_name(kind, head), body, content(row, "payload", ""), copies)
        if kind == 3:
            self.starts[place_of(row)] = head.get("previousEpoch"), head.get("previousSeq")

    def block(self, row):
        header, signature = content(row, "header"), content({"signature_hex": row.get("signature")}, "signature")
        self.keep(row, 4, (0, ""), header, signature, {})
        self.headers.add(place_of(row))
        try:
            self.blocks.append(block_of(place_of(row), header, signature))
        except ValueError as problem:
            self.fault(place_of(row), "header: %s" % problem)

    def keep(self, row, kind, name, head, kept, copies):
        place, wall = place_of(row), row["wall_ns"]
        self.put(row, name, sha256(struct.pack(">BQQBqq", 0, *place, kind, wall, row["mono_ns"]) + sha256(head) + sha256(kept)), kind != 4)
        self.clocks.setdefault(place, wall)
        copies["gateway_id"] = self.gateway
        wrong = [name for name in sorted((copies.keys() | row.keys()) - NO_COPIES)
                 if type(row.get(name)) is not type(copies.get(name)) or row.get(name) != copies.get(name)]
        if wrong:
            self.fault(place, ", ".join(wrong) + ": not what the body says")

    def put(self, row, name, leaf, in_order=True):
        place = place_of(row)
        if place in self.leaves:
            self.fault(place, "stands twice")
        elif in_order and place < self.latest:
            self.fault(place, "stands behind a later record")
        self.leaves.setdefault(place, (name, leaf))
        self.latest = max(place, self.latest) if in_order else self.latest

Anchor = namedtuple("Anchor", "gateway chain size root time text origin signatures")
ON_LINE = re.compile(r"gatehouse-checkpoint (gatehouse-audit/[!-~]+/\d+) (\d+) ([A-Za-z0-9+/]+=*) (\d{4}-\d\d-\d\dT[\d:]{8}Z) ([A-Za-z0-9+/]+=*)")
NOTE = re.compile(r"((gatehouse-audit/(.+)/([0-9]{1,20}))\n([0-9]{1,20})\n([A-Za-z0-9+/]{43}=)\ntime (\S+)\n)\n((?:— .+\n)+)")

def canonical(text):
    decoded = base64.b64decode(text, validate=True)
    need(base64.b64encode(decoded).decode() == text, "canonical Base64")
    return decoded

class Anchors(list):
    lines, log = "", False

    def take(self, line):
        mark = line.rfind(b"gatehouse-checkpoint ")
        self.log = self.log or mark >= 0
        if mark >= 0:
            said = ON_LINE.match(line[mark:].decode(errors="replace"))
            need(said, "whole checkpoint")
            self.note("{0}\n{1}\n{2}\ntime {3}\n\n— {0} {4}\n".format(*said.groups()))
        elif not self.log:
            self.lines += line.decode(errors="replace")
            if line in (b"", b"\n") and "\n— " in self.lines:
                self.note(self.lines.rstrip("\n") + "\n")
                self.lines = ""
            need(line or not self.lines, "whole checkpoint")

    def note(self, lines):
        note = NOTE.fullmatch(lines)
        need(note, "checkpoint before")
        text, origin, gateway, chain, size, tree, time, signatures = note.groups()
        signatures = [each.split()[-1] for each in signatures.split("\n") if each.startswith("— %s " % origin)]
        self.append(Anchor(gateway, int(chain), int(size), canonical(tree), datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ"),
                           text.encode(), origin.encode(), [canonical(each) for each in signatures]))

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

def follows(trail, block, before):
    if block.first[0] > before.last[0]:
        return block.first[1] == 1 and trail.starts.get(block.first) == before.last
    return block.first == (before.last[0], before.last[1] + 1)

def check_chains(trail, keys):
    chains, forks, known, newest = {}, [], {"0" * 64: None}, None
    for block in sorted(trail.blocks, key=lambda block: (block.chain, block.number)):
        chain, key, before = chains.setdefault(block.chain, []), keys.get(block.key), known.get(block.previous)
        begins = trail.part and newest is None
        number, fork = chain[-1].number + 1 if chain else block.number if begins else 1, not chain and before and before is not newest
        wrong = first_of(
            (not key, "signed by a key that was not given"),
            (not key or not key.signed(b"gatehouse-audit-block-v1\n" + block.bytes, block.signature), "the signature is not good"),
            (block.gateway != trail.gateway, "a block of another gateway"),
            (block.number != number, "block %d of chain %d, where %d is due" % (block.number, block.chain, number)),
            (not begins and block.previous not in known or before is not newest and not fork, "previous is not the hash of the header before"),
            (before and not follows(trail, block, before), "the block does not begin where the last one ended"),
            (block.place <= block.last, "the block stands before its last record"))
        if wrong:
            trail.fault(block.place, wrong)
        elif fork:
            forks.append((newest.last, (block.chain, 0)))
            trail.notes["fork: chain %d goes on after %d/%d, not after %d/%d" % (block.chain, *before.last, *newest.last)] += 1
        chain.append(block)
        newest = known[sha256(block.bytes).hex()] = block
    return chains, forks

def places(block):
    return [(block.first[0], seq) for seq in range(block.first[1], block.last[1] + 1)]

def check_records(trail, block):
    found = {}
    for place in places(block):
        found.setdefault(trail.leaves.get(place, (None,))[0], []).append(place)
    missing = found.pop(None, places(block))
    for name, count, sealed in block.trees:
        there = found.pop(name, [])
        if not there and name in trail.dropped:
            trail.notes["trees expired"] += 1
        elif len(there) < count:
            trail.fault(missing[0], "%d of keep %d %s missing here or later in the block" % (count - len(there), *name))
        elif roots(trail.leaves[place][1] for place in there)[-1].hex() != sealed:
            trail.fault(there[0], "this or a later record of keep %d %s in the block is not what was sealed" % name)
    for name, there in found.items():
        trail.fault(there[0], "the block has no records of keep %d %s" % name)

def check_anchors(trail, chains, keys, anchors):
    latest, trees = datetime.min, {number: roots(sha256(b"\0" + block.bytes) for block in chain) for number, chain in chains.items()}
    if trail.part and anchors:
        trail.notes["anchors not compared: this is a part of a trail"] += len(anchors)
    for anchor in () if trail.part else anchors:
        chain = chains.get(anchor.chain, [])
        key = keys.get(chain[anchor.size - 1].key) if 0 < anchor.size <= len(chain) else None
        hint = key and sha256(anchor.origin + b"\n\1" + key.public)[:4]
        wrong = first_of(
            (anchor.size > len(chain), "of its %d blocks only %d are there" % (anchor.size, len(chain))),
            (not any(each[:4] == hint and key.signed(anchor.text, each[4:]) for each in anchor.signatures), "the signature is not good"),
            (key and trees[anchor.chain][anchor.size] != anchor.root, "its %d blocks were others" % anchor.size))
        if wrong:
            trail.fault(chain[-1].place if chain else (anchor.chain, 0), "anchor of %s: %s" % (anchor.time, wrong))
        else:
            latest = max(latest, anchor.time)
    return (latest - START - timedelta(minutes=1)) // timedelta(seconds=1) * 10**9

def check_outside(trail, covered, forks, sealed):
    first, last = min(covered), max(covered)
    for place in sorted(trail.leaves.keys() - covered - trail.headers):
        if place < first and not trail.part:
            trail.notes["written before the first block"] += 1
        elif any(since < place < until for since, until in forks):
            trail.notes["not sealed before a fork"] += 1
        elif place < last:
            trail.fault(place, "outside every block")
        else:
            trail.notes["not yet sealed"] += 1
            trail.open = trail.open or place
            if trail.clocks.get(place, sealed) < sealed:
                trail.fault(place, "not sealed, though older than an anchor")

def judge(trail, keys, anchors):
    chains, forks = check_chains(trail, keys)
    for block in trail.blocks:
        check_records(trail, block)
    sealed = check_anchors(trail, chains, keys, [anchor for anchor in anchors if anchor.gateway == trail.gateway])
    if trail.blocks:
        check_outside(trail, {place for block in trail.blocks for place in places(block)}, forks, sealed)

def tell(line):
    print("".join(each if each.isprintable() else "\ufffd" for each in line))

def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.error = lambda message: arguments.exit(3, "%s%s\n" % (arguments.format_usage(), message))
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
        if trail.part and trail.open:
            unread.append("%s %d/%d: in no block, though this is a part of a trail" % (trail.gateway, *trail.open))
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
