package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.Upstreams;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the replies of one route's upstream become; holds a finished subscription until somebody has it. */
final class Endings {
    private static final UpstreamReply NOT_THE_ANSWER =
            new UpstreamReply.Lost(UpstreamReply.Cause.MALFORMED, true, "an answer to something else");

    private final Upstreams upstreams;
    private final Route route;
    private final TaskEndings tasks;
    private Runnable release = () -> {};

    Endings(Upstreams upstreams, TaskIds ids, Route route) {
        this.upstreams = upstreams;
        this.route = route;
        this.tasks = new TaskEndings(route, ids);
    }

    /** @param declined whether a question of the call was declined, which may be why it was lost */
    Ending of(Itinerary trip, Permit permit, UpstreamReply reply, boolean declined) {
        Ending ending = plain(trip, permit, reply, declined);
        return route.task()
                .map(task -> ending.prefixed("task of call " + task.call().value()))
                .orElse(ending);
    }

    private Ending plain(Itinerary trip, Permit permit, UpstreamReply reply, boolean declined) {
        Verb verb = permit.operation().verb();
        if ((verb.isOnTask() && verb != Verb.WATCH_TASK) || reply instanceof UpstreamReply.Task) {
            return task(trip, permit, reply);
        }
        if (declined && reply instanceof UpstreamReply.Lost lost) {
            return Ending.lost(lost, verb, Wording.NEEDS_ANSWER);
        }
        boolean watches = verb == Verb.SUBSCRIBE || verb == Verb.WATCH_TASK;
        boolean subscribed = watches && reply instanceof UpstreamReply.Complete;
        if (subscribed) {
            release = releasing();
        }
        Ending ending =
                Ending.of(shown(trip, permit, reply), permit, route.bundle().screen());
        if (subscribed && ending.reply() instanceof Reply.Complete) {
            return ending.replying(new Reply.Subscribed(watched(trip)));
        }
        release();
        return ending;
    }

    Ending lost(Permit permit, UpstreamReply.Cause cause, String detail, String told) {
        return Ending.lost(
                new UpstreamReply.Lost(cause, true, detail), permit.operation().verb(), told);
    }

    Ending unconfigured(Permit permit) {
        var lost = new UpstreamReply.Lost(UpstreamReply.Cause.UNAVAILABLE, false, "upstream is not configured");
        return Ending.of(lost, permit, route.bundle().screen());
    }

    /** Gives back what a subscription took that nobody will have. */
    void release() {
        release.run();
    }

    /** A result where a task was wanted, or the other way round, fits nothing. */
    private Ending task(Itinerary trip, Permit permit, UpstreamReply reply) {
        Verb verb = permit.operation().verb();
        boolean mayBegin =
                verb == Verb.CALL && permit.operation().meta().capabilities().tasks();
        return switch (reply) {
            case UpstreamReply.Task task when mayBegin -> tasks.begun(trip, permit, task);
            case UpstreamReply.Task task when verb == Verb.GET_TASK -> tasks.standing(trip, permit, task);
            case UpstreamReply.Complete _
            when verb == Verb.UPDATE_TASK || verb == Verb.CANCEL_TASK -> TaskEndings.acknowledged();
            case UpstreamReply.Task _, UpstreamReply.Complete _ ->
                Ending.of(NOT_THE_ANSWER, permit, route.bundle().screen());
            case UpstreamReply.Errored _, UpstreamReply.Lost _ ->
                Ending.of(reply, permit, route.bundle().screen());
        };
    }

    /** In the words of this virtual server: policies read what clients read. */
    private UpstreamReply shown(Itinerary trip, Permit permit, UpstreamReply reply) {
        if (!(reply instanceof UpstreamReply.Complete(Json result))) {
            return reply;
        }
        Json shown = route.view()
                .publicised(
                        permit.operation().verb(),
                        route.target().upstream(),
                        permit.facts().principal(),
                        route.entry().shown(trip.request().arguments(), result));
        return new UpstreamReply.Complete(shown);
    }

    private Watched watched(Itinerary trip) {
        Target target = route.target();
        String publicName = route.task().map(_ -> trip.request().name()).orElse(target.publicName());
        return new Watched(target.upstream(), watchedUpstream(), publicName, release);
    }

    private String watchedUpstream() {
        return route.task().map(TaskIds.Task::id).orElse(route.target().upstreamName());
    }

    private Runnable releasing() {
        String name = watchedUpstream();
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                upstreams.find(route.target().upstream()).ifPresent(upstream -> {
                    if (route.task().isPresent()) {
                        upstream.unwatch(name);
                    } else {
                        upstream.unsubscribe(name);
                    }
                });
            }
        };
    }
}
