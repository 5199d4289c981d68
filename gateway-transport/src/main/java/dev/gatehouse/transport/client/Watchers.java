package dev.gatehouse.transport.client;

import dev.gatehouse.transport.client.rpc.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How many watch each topic of one upstream, how many are about to, and which topics are being given up just now. A
 * topic is given up when nobody watches it nor is about to; until that is done upstream, whoever comes next has to wait:
 * else the end of the old subscription would overtake the beginning of the new one, and nobody would be told anything.
 */
final class Watchers {
    private final Map<Topic, Integer> watching = new HashMap<>();
    private final Map<Topic, Integer> arriving = new HashMap<>();
    private final Map<Topic, CountDownLatch> leaving = new HashMap<>();

    /** One more watcher of what is watched already; false when it is not. */
    synchronized boolean joins(Topic topic) {
        return watching.computeIfPresent(topic, (_, count) -> count + 1) != null;
    }

    /** Somebody asks the upstream to tell of it: {@link #arrived} or {@link #turnsBack} follows. */
    synchronized void arrives(Topic topic) {
        arriving.merge(topic, 1, Integer::sum);
    }

    synchronized void arrived(Topic topic) {
        oneLess(arriving, topic);
        watch(topic);
    }

    synchronized void watch(Topic topic) {
        watching.merge(topic, 1, Integer::sum);
    }

    /** Whether the topic is to be given up now; {@link #gone} has to follow then. */
    synchronized boolean turnsBack(Topic topic) {
        return oneLess(arriving, topic) && isLeft(topic);
    }

    /** One watcher less. Whether the topic is to be given up now; {@link #gone} has to follow then. */
    synchronized boolean leaves(Topic topic) {
        return oneLess(watching, topic) && isLeft(topic);
    }

    /** The upstream was told. */
    synchronized void gone(Topic topic) {
        CountDownLatch left = leaving.remove(topic);
        if (left != null) {
            left.countDown();
        }
    }

    /** Waits while the topic is being given up. */
    void awaitGone(Topic topic, long nanos) throws InterruptedException {
        CountDownLatch left;
        synchronized (this) {
            left = leaving.get(topic);
        }
        if (left != null) {
            boolean _ = left.await(nanos, TimeUnit.NANOSECONDS);
        }
    }

    synchronized Set<Topic> topics() {
        return Set.copyOf(watching.keySet());
    }

    synchronized int count() {
        return watching.size();
    }

    private boolean isLeft(Topic topic) {
        if (watching.containsKey(topic) || arriving.containsKey(topic)) {
            return false;
        }
        leaving.putIfAbsent(topic, new CountDownLatch(1));
        return true;
    }

    private static boolean oneLess(Map<Topic, Integer> counts, Topic topic) {
        return counts.containsKey(topic)
                && counts.computeIfPresent(topic, (_, count) -> count == 1 ? null : count - 1) == null;
    }
}
