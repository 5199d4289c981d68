package dev.gatehouse.policy.approval;

import dev.gatehouse.core.notice.Channel;
import dev.gatehouse.core.notice.Notice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A channel that keeps what it was told. */
final class Told {
    boolean isAway;
    private final List<Notice> notices = new ArrayList<>();

    Notifier notifier(ApprovalWorld world) {
        Channel channel = notice -> {
            notices.add(notice);
            if (isAway) {
                throw new IOException("away");
            }
        };
        return new Notifier(world.database, () -> Map.of("ops", channel), ApprovalWorld.PAGE, () -> world.now);
    }

    int about(String id) {
        return (int) notices.stream()
                .filter(notice -> notice.json().toString().contains(id))
                .count();
    }
}
