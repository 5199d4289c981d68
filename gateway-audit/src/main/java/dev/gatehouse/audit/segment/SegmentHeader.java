package dev.gatehouse.audit.segment;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The first frame of a segment. It carries the calls still open, so that recovery reads one segment however many there
 * are, and the position before it, so that nothing between two segments can be missing unnoticed.
 *
 * @param number of the segment; also its file name
 * @param first the position of the segment's first record; cuts off what a given-up segment before it holds beyond
 * @param previous the last position before it
 * @param sealed how far seals had come in the segments before it; empty when it was written before there were any
 */
public record SegmentHeader(
        long number, Position first, Position previous, Collection<OpenCall> open, Optional<SealPoint> sealed) {

    public SpoolRecord toRecord(long wallNanos, long monoNanos) {
        ArrayWriter calls = Json.array();
        for (OpenCall call : open) {
            ObjectWriter out = Json.object()
                    .put("call", call.key().call())
                    .put("round", call.key().round());
            call.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
            if (call.asked()) {
                out.put("asked", true);
            }
            calls.add(out.build());
        }
        ObjectWriter head = Json.object()
                .put("segment", number)
                .put("previousEpoch", previous.epoch())
                .put("previousSeq", previous.seq());
        sealed.ifPresent(point -> head.put("sealed", point.digest())
                .put("sealedEpoch", point.covered().epoch())
                .put("sealedSeq", point.covered().seq()));
        byte[] bytes = head.put("open", calls.build()).build().bytes();
        return new SpoolRecord(first, wallNanos, monoNanos, RecordKind.SEGMENT, bytes, new byte[0]);
    }

    /** Empty when the record is no header. */
    public static Optional<SegmentHeader> of(SpoolRecord record) {
        if (record.kind() != RecordKind.SEGMENT) {
            return Optional.empty();
        }
        try {
            Json head = Json.read(record.head());
            List<OpenCall> open = new ArrayList<>();
            for (Json call : head.member("open").map(Json::elements).orElse(List.of())) {
                OpenCall.Key key = new OpenCall.Key(call.text("call").orElse(""), (int) number(call, "round"));
                boolean asked = call.member("asked").flatMap(Json::bool).orElse(false);
                open.add(new OpenCall(key, call.text("bundle").map(BundleName::new), asked));
            }
            Position previous = new Position(number(head, "previousEpoch"), number(head, "previousSeq"));
            Optional<SealPoint> sealed = head.text("sealed")
                    .map(digest -> new SealPoint(
                            digest, new Position(number(head, "sealedEpoch"), number(head, "sealedSeq"))));
            return Optional.of(new SegmentHeader(number(head, "segment"), record.position(), previous, open, sealed));
        } catch (JsonSyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long number(Json object, String name) {
        return object.member(name)
                .map(Json::integer)
                .flatMap(n -> n.isPresent() ? Optional.of(n.getAsLong()) : Optional.empty())
                .orElse(-1L);
    }
}
