package dev.gatehouse.auth.page;

import io.jstach.jstache.JStache;
import java.util.List;

/** The calls that wait for this person's yes. */
@JStache(path = "page/approvals.mustache")
public record ApprovalsPage(String personName, List<Waiting> waiting) implements Page {

    /** @param target what is to be done, as {@code server/tool} */
    public record Waiting(String id, String requester, String target, String until) {}

    boolean none() {
        return waiting.isEmpty();
    }

    @Override
    public String html() {
        return ApprovalsPageRenderer.of().execute(this);
    }
}
