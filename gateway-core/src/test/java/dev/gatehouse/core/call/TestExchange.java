package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.util.ArrayList;
import java.util.List;

/** A client that is asked in one way, answers what it was told to, and can leave. */
final class TestExchange implements Exchange {
    final List<Notice> notices = new ArrayList<>();
    final List<InputRequest> asked = new ArrayList<>();
    private final Asking asking;
    private final Answers answers;
    Runnable whileAsked = () -> {};
    private Runnable undelivered = () -> {};

    TestExchange(Asking asking) {
        this(asking, new Answers.Missing("nobody is there"));
    }

    TestExchange(Asking asking, Answers answers) {
        this.asking = asking;
        this.answers = answers;
    }

    void leaveBeforeTheReply() {
        undelivered.run();
    }

    @Override
    public Asking asking() {
        return asking;
    }

    @Override
    public void send(Notice notice) {
        notices.add(notice);
    }

    @Override
    public Answers ask(List<InputRequest> requests, Deadline deadline) {
        asked.addAll(requests);
        whileAsked.run();
        return answers;
    }

    @Override
    public void onCancel(Runnable action) {}

    @Override
    public void onOver(Runnable action) {
        action.run();
    }

    @Override
    public void onUndelivered(Runnable action) {
        undelivered = action;
    }
}
