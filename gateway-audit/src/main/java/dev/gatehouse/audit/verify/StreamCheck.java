package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.audit.table.CopiedRow;
import dev.gatehouse.audit.table.ExpectedRow;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a gateway beside its blocks: the next block says which of them it covers before they come by. Memory
 * holds the frontier of one block's trees, however long the trail is.
 */
final class StreamCheck {
    /** A gateway seals within a second; what an anchor is younger than by so much should have been sealed. */
    private static final Duration UNSEALED_MAX = Duration.ofMinutes(1);

    private final Trail trail;
    private final String gateway;
    private final BlockChain chain;
    private final Optional<Instant> newestAnchor;
    private final LocalDate today;
    private final Findings findings;
    private final ExpectedRow expected = new ExpectedRow();

    private @Nullable BlockCheck block;
    private boolean met;
    /** The chain that the next block belongs to goes on from an earlier one. */
    private boolean forked;

    private Position covered = Position.ZERO;
    private Position begin = Position.ZERO;
    private Position last = Position.ZERO;
    private boolean outside;

    StreamCheck(
            Trail trail,
            String gateway,
            BlockChain chain,
            Optional<Instant> newestAnchor,
            LocalDate today,
            Findings findings) {
        this.trail = trail;
        this.gateway = gateway;
        this.chain = chain;
        this.newestAnchor = newestAnchor;
        this.today = today;
        this.findings = findings;
    }

    void run() throws IOException {
        take(chain.next());
        try (Entries entries = trail.records(gateway, Position.ZERO)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                switch (entry) {
                    case Entry.Foreign foreign -> findings.altered(gateway, foreign.position(), foreign.reason());
                    case Entry.Unreadable unreadable -> unreadable(unreadable);
                    case Entry.Leaf leaf -> {
                        findings.leftOut++;
                        if (place(leaf.position(), leaf.lifetime(), leaf.hash()) == null) {
                            checkPart(leaf.position());
                        }
                    }
                    case Entry.Found found -> {
                        findings.records++;
                        found(found.row());
                    }
                }
            }
        }
        for (BlockCheck left = block; left != null; left = block) {
            close(left);
        }
    }

    private void found(CopiedRow row) throws IOException {
        SpoolRecord record = row.record();
        compareColumns(row);
        Leaf leaf = Leaf.of(record);
        BlockCheck placed = place(leaf.position(), leaf.lifetime(), leaf.hash());
        if (placed == null) {
            if (met && block == null && record.kind() != RecordKind.BLOCK) {
                checkPart(record.position());
                checkUnsealed(record);
            }
        } else if (!row.hasClocks()) {
            findings.altered(gateway, record.position(), "a record lacks its clocks");
        } else if (record.kind() == RecordKind.EPOCH
                && record.position().equals(placed.block().header().first())) {
            checkStart(record, placed.block());
        }
    }

    /** Where a record belongs; null when no block covers it. */
    private @Nullable BlockCheck place(Position position, Lifetime lifetime, byte[] leaf) throws IOException {
        if (!position.isAfter(last)) {
            findings.altered(gateway, position, "a record stands here twice, or not in order");
            return block;
        }
        if (last.equals(Position.ZERO)) {
            begin = position;
        }
        last = position;
        BlockCheck open = block;
        while (open != null && position.isAfter(open.block().header().last())) {
            close(open);
            open = block;
        }
        if (open != null && !open.block().header().first().isAfter(position)) {
            outside = false;
            open.add(position, lifetime, leaf);
            return open;
        }
        stray(position, open);
        return null;
    }

    /** A record that no block covers. */
    private void stray(Position position, @Nullable BlockCheck next) {
        if (!met && trail.extent() != Trail.Extent.PART) {
            findings.beforeFirstBlock++;
        } else if (next == null || (forked && next.block().header().first().epoch() > position.epoch())) {
            findings.notYetSealed++;
        } else if (!outside) {
            outside = true;
            findings.altered(gateway, position, "records from here on are in no block that can be believed");
        }
    }

    private void close(BlockCheck open) throws IOException {
        boolean cutOff = trail.extent() == Trail.Extent.RECENT
                && begin.isAfter(open.block().header().first());
        if (!cutOff) {
            open.close(trail, today, findings);
        }
        covered = open.block().header().last();
        met = true;
        take(chain.next());
    }

    /** Makes it the block whose records come next. What a fork tells of records that came by already is read again. */
    private void take(@Nullable LinkedBlock next) throws IOException {
        LinkedBlock taken = next;
        while (taken != null && !taken.header().first().isAfter(covered)) {
            forked |= taken.forks();
            if (forked) {
                again(taken);
            }
            taken = chain.next();
        }
        forked = taken != null && (forked || taken.forks());
        block = taken == null ? null : new BlockCheck(taken);
    }

    private void again(LinkedBlock fork) throws IOException {
        BlockCheck check = new BlockCheck(fork);
        try (Entries entries = trail.records(gateway, fork.header().first())) {
            for (Entry entry = entries.next();
                    entry != null && !entry.position().isAfter(fork.header().last());
                    entry = entries.next()) {
                switch (entry) {
                    case Entry.Leaf leaf -> check.add(leaf.position(), leaf.lifetime(), leaf.hash());
                    case Entry.Found found -> {
                        Leaf leaf = Leaf.of(found.row().record());
                        check.add(leaf.position(), leaf.lifetime(), leaf.hash());
                    }
                    case Entry.Unreadable _ -> check.unreadable();
                    case Entry.Foreign _ -> {}
                }
            }
        }
        check.close(trail, today, findings);
    }

    private void unreadable(Entry.Unreadable unreadable) {
        findings.incomplete(gateway, unreadable.position(), unreadable.reason());
        BlockCheck open = block;
        if (open != null) {
            open.unreadable();
        }
    }

    private void compareColumns(CopiedRow row) {
        try {
            Optional<String> column = expected.difference(row);
            column.ifPresent(name -> findings.altered(
                    gateway, row.record().position(), "column " + name + " is not what the record says"));
        } catch (UnreadableEventException e) {
            findings.altered(gateway, row.record().position(), "a row of audit.event is no event: " + e.getMessage());
        }
    }

    /** A part was made long after its last record was sealed. */
    private void checkPart(Position position) {
        if (trail.extent() == Trail.Extent.PART && met && block == null && !outside) {
            outside = true;
            findings.incomplete(
                    gateway, position, "records from here on are in no block, though this is a part of a trail");
        }
    }

    private void checkUnsealed(SpoolRecord record) {
        boolean tooOld = newestAnchor
                .map(anchor -> anchor.minus(UNSEALED_MAX))
                .filter(limit -> TimeUnit.NANOSECONDS.toSeconds(record.wallNanos()) < limit.getEpochSecond())
                .isPresent();
        if (tooOld) {
            findings.altered(
                    gateway, record.position(), "a record is in no block, although an anchor was made long after it");
        }
    }

    /** An epoch that a block begins with goes on where the block before ended. */
    private void checkStart(SpoolRecord record, LinkedBlock begun) {
        LinkedBlock before = begun.before();
        if (before != null
                && !previous(record).equals(Optional.of(before.header().last()))) {
            findings.altered(
                    gateway, record.position(), "the start of an epoch does not name the end of the block before");
        }
    }

    private static Optional<Position> previous(SpoolRecord start) {
        try {
            Json head = Json.read(start.head());
            return Optional.of(new Position(number(head, "previousEpoch"), number(head, "previousSeq")));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private static long number(Json head, String member) {
        return head.member(member)
                .map(Json::integer)
                .filter(integer -> integer.isPresent())
                .map(integer -> integer.getAsLong())
                .orElse(-1L);
    }
}
