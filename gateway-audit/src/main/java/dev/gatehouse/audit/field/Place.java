package dev.gatehouse.audit.field;

import dev.gatehouse.core.json.Json;

/** Where an encrypted value belongs: it opens there and nowhere else. */
final class Place {
    /** Stands for the payload that is kept beside a record. */
    static final String PAYLOAD = "payload";

    private Place() {}

    /** @param head of the record, of which nothing that counts here is ever veiled */
    static String of(Json head, String member) {
        return String.join("|", part(head, "type"), part(head, "at"), part(head, "call"), part(head, "round"), member);
    }

    private static String part(Json head, String name) {
        return head.member(name).map(Json::toString).orElse("");
    }
}
