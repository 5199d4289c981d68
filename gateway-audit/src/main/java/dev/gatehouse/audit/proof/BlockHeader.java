package dev.gatehouse.audit.proof;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is signed of a row of records.
 *
 * @param chain the epoch in which this run's blocks began
 * @param number in the chain, from 1
 * @param previous SHA-256 of the header before it, whichever chain that is of
 * @param trees one for each lifetime among the records, shortest and earliest first
 * @param atNanos wall clock, nanoseconds since 1970
 * @param key the id of the key that signs
 */
public record BlockHeader(
        String gateway,
        long chain,
        long number,
        String previous,
        Position first,
        Position last,
        List<Tree> trees,
        long atNanos,
        String key) {
    /** Before the very first block. */
    public static final String NO_PREVIOUS = "0".repeat(64);

    /** A block holds at most this many records. */
    public static final int RECORDS_MAX = 1_024;

    private static final int VERSION = 1;

    /** The records of a block that go on the same day; {@code root} in hexadecimal digits. */
    public record Tree(Lifetime lifetime, long count, String root) {
        public static Tree of(Lifetime lifetime, MerkleTree tree) {
            return new Tree(lifetime, tree.size(), HexFormat.of().formatHex(tree.root()));
        }

        private Json json() {
            ObjectWriter tree = Json.object().put("keep", lifetime.days());
            if (!lifetime.isForEver()) {
                tree.put("day", lifetime.day().toString());
            }
            return tree.put("count", count).put("root", root).build();
        }

        private static Tree read(Json tree) {
            int days = Math.toIntExact(number(tree, "keep"));
            long day = days == 0 ? 0 : LocalDate.parse(text(tree, "day")).toEpochDay();
            return new Tree(new Lifetime(days, day), number(tree, "count"), text(tree, "root"));
        }
    }

    public BlockHeader {
        trees = List.copyOf(trees);
    }

    /** The bytes that are signed, hashed and stored. */
    public byte[] bytes() {
        ArrayWriter grown = Json.array();
        trees.forEach(tree -> grown.add(tree.json()));
        return Json.object()
                .put("v", VERSION)
                .put("gateway", gateway)
                .put("chain", chain)
                .put("number", number)
                .put("previous", previous)
                .put("first", json(first))
                .put("last", json(last))
                .put("trees", grown.build())
                .put("at", atNanos)
                .put("key", key)
                .build()
                .bytes();
    }

    /** Empty when these bytes are no header, or one of another version; whether they are true is not asked here. */
    public static Optional<BlockHeader> read(byte[] bytes) {
        try {
            Json header = Json.read(bytes);
            List<Tree> trees = new ArrayList<>();
            for (Json tree : header.member("trees").map(Json::elements).orElse(List.of())) {
                trees.add(Tree.read(tree));
            }
            return number(header, "v") != VERSION
                    ? Optional.empty()
                    : Optional.of(new BlockHeader(
                            text(header, "gateway"),
                            number(header, "chain"),
                            number(header, "number"),
                            text(header, "previous"),
                            position(header, "first"),
                            position(header, "last"),
                            trees,
                            number(header, "at"),
                            text(header, "key")));
        } catch (JsonSyntaxException | IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Json json(Position position) {
        return Json.array().add(position.epoch()).add(position.seq()).build();
    }

    private static Position position(Json header, String member) {
        List<Json> pair = header.member(member).map(Json::elements).orElse(List.of());
        if (pair.size() != 2) {
            throw new IllegalArgumentException(member);
        }
        return new Position(integer(pair.getFirst()), integer(pair.getLast()));
    }

    private static String text(Json object, String member) {
        return object.text(member).orElseThrow(() -> new IllegalArgumentException(member));
    }

    private static long number(Json object, String member) {
        return integer(object.member(member).orElseThrow(() -> new IllegalArgumentException(member)));
    }

    private static long integer(Json value) {
        return value.integer().orElseThrow(() -> new IllegalArgumentException("no integer"));
    }
}
