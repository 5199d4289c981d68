package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.util.ArrayList;
import java.util.List;

/** Of a call that no client waits for: nobody hears what is said ahead of the reply, nobody can be asked, nobody leaves. */
final class Unattended implements Exchange, AutoCloseable {
    private final List<Runnable> whenOver = new ArrayList<>();

    @Override
    public Asking asking() {
        return Asking.NEVER;
    }

    @Override
    public void send(Notice notice) {
        // Progress and log messages are for somebody who waits.
    }

    @Override
    public Answers ask(List<InputRequest> requests, Deadline deadline) {
        return new Answers.Missing("nobody is there to be asked");
    }

    @Override
    public void onCancel(Runnable action) {
        // Nobody can leave who is not there.
    }

    @Override
    public void onOver(Runnable action) {
        whenOver.add(action);
    }

    @Override
    public void onUndelivered(Runnable action) {
        // What the reply becomes is told by whoever wanted the call made.
    }

    /** The reply was looked at: what it was made of may go. */
    @Override
    public void close() {
        whenOver.forEach(Runnable::run);
    }
}
