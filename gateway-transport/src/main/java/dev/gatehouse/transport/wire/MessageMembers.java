package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import org.jspecify.annotations.Nullable;

/** The members that tell a JSON-RPC message apart, found in one walk; whatever else it has means nothing. */
final class MessageMembers {
    @Nullable
    Json version;

    @Nullable
    Json id;

    @Nullable
    Json method;

    @Nullable
    Json result;

    @Nullable
    Json error;

    Json params = Json.EMPTY_OBJECT;

    /** @param message an object */
    MessageMembers(Json message) {
        Cursor member = message.cursor();
        while (member.next()) {
            take(member);
        }
    }

    private void take(Cursor member) {
        if (member.isNamed("jsonrpc")) {
            version = member.value();
        } else if (member.isNamed("id")) {
            id = member.value();
        } else if (member.isNamed("method")) {
            method = member.value();
        } else if (member.isNamed("params")) {
            params = member.value();
        } else if (member.isNamed("result")) {
            result = member.value();
        } else if (member.isNamed("error")) {
            error = member.value();
        }
    }
}
