package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.util.List;

/** A client that can be told nothing but the reply. */
enum NoExchange implements Exchange {
    INSTANCE;

    @Override
    public Asking asking() {
        return Asking.NEVER;
    }

    @Override
    public void send(Notice notice) {}

    @Override
    public Answers ask(List<InputRequest> requests, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onCancel(Runnable action) {}

    @Override
    public void onOver(Runnable action) {}

    @Override
    public void onUndelivered(Runnable action) {}
}
