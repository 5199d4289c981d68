package dev.gatehouse.server.approval;

import dev.gatehouse.auth.Auth;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.notice.Channel;
import dev.gatehouse.core.revision.Revision;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What approvals rest on.
 *
 * @param origin of the gateway as people see it
 * @param channels where requests and decisions are told, asked each time
 */
public record ApprovalParts(
        RecordedChange.Place place,
        Auth auth,
        String origin,
        Supplier<Revision> revisions,
        Supplier<Map<String, Channel>> channels) {

    /** The page of a request, before its id. */
    String pageUrl() {
        return origin + ApprovalPages.PATH + "/";
    }

    Supplier<Set<String>> channelNames() {
        return () -> channels.get().keySet();
    }
}
