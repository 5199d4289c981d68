package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.view.Published;
import dev.gatehouse.core.view.ServerView;

/** Where a call goes and which bundle governs it. */
record Route(Bundle bundle, ServerView view, Published entry) {

    Target target() {
        return entry.target();
    }
}
