package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Records to be offered to sinks. */
final class Samples {
    static final Instant AT = Instant.parse("2026-11-20T12:00:00.123456Z");
    private static final String BODY =
            "{\"v\":1,\"type\":\"call_refused\",\n \"call\":\"c1\",\"reason\":\"\u00fc \\n ] \\\" \\\\\"}";

    private Samples() {}

    static SinkRecord record(int seq) {
        return record("0a1b", seq);
    }

    static SinkRecord record(String gateway, int seq) {
        TrailRecord record =
                new TrailRecord(gateway, new Position(7, seq), "call_refused", AT, json(BODY), Optional.empty());
        return new SinkRecord(
                gateway,
                record.position(),
                record.type(),
                AT,
                SinkFormat.GATEHOUSE.of(record),
                BODY.getBytes(StandardCharsets.UTF_8));
    }

    static List<SinkRecord> records(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Samples::record).toList();
    }

    static Json json(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(text, e);
        }
    }
}
