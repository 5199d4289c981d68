package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.core.upstream.UpstreamSpec.Isolation;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts the child that one upstream's configuration describes, contained as it demands or not at all. */
final class ChildLauncher implements AutoCloseable {
    private final ChildHost host;
    private final UpstreamSpec.Stdio spec;
    private final int uid;
    private volatile String note = "";

    ChildLauncher(ChildHost host, UpstreamSpec.Stdio spec) {
        this.host = host;
        this.spec = spec;
        this.uid = host.takeUid(spec.id().value());
    }

    /** @param exclusive whether there is only one caller at a time, who can be asked */
    Conversation launch(boolean exclusive, Connector.Listener listener)
            throws NotLaunchedException, InterruptedException {
        Path directory = directory();
        Map<String, String> environment = ChildEnvironment.of(
                System.getenv(), spec.environment(), spec.isolationMin() == Isolation.USER, host.nextMark());
        String program = spec.command().getFirst();
        if (Executables.find(program, environment.get("PATH"), directory).isEmpty()) {
            throw new NotLaunchedException("no such program: " + Printable.of(program, 200));
        }
        Containment.Wrapped wrapped = host.containment()
                .wrap(spec.isolationMin(), uid, directory, spec.command())
                .orElseThrow(() -> new NotLaunchedException(missing(spec.isolationMin())));
        if (!host.places().tryAcquire()) {
            throw new NotLaunchedException("as many children as are allowed run already");
        }
        note = wrapped.note();
        Child child = start(wrapped, directory, environment);
        StderrTail stderr = new StderrTail(
                spec.id(), child.process().getErrorStream(), spec.environment().values());
        Conversation conversation = new Conversation(child, stderr, exclusive, listener, host.waits(), host.budget());
        conversation.begin(spec.id().value());
        host.watch().add(conversation);
        return conversation;
    }

    /** What the containment of the last child lacks; empty when nothing. */
    String note() {
        return note;
    }

    /** To be called for each conversation that was launched, once its child is gone. */
    void gone(Conversation conversation) {
        host.watch().remove(conversation);
        host.places().release();
    }

    @Override
    public void close() {
        host.giveUidBack(uid);
    }

    private Child start(Containment.Wrapped wrapped, Path directory, Map<String, String> environment)
            throws NotLaunchedException, InterruptedException {
        @Nullable Process process = null;
        try {
            ProcessBuilder builder = new ProcessBuilder(wrapped.command()).directory(directory.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            process = host.spawner().start(builder);
        } catch (IOException e) {
            throw new NotLaunchedException(Printable.of(String.valueOf(e.getMessage()), 200));
        } finally {
            if (process == null) {
                host.places().release();
            }
        }
        return new Child(
                process,
                Optional.ofNullable(environment.get(ChildEnvironment.MARKER)).orElseThrow());
    }

    private static String missing(Isolation level) {
        return switch (level) {
            case PROCESS -> "setsid and setpriv of util-linux are needed to start a child and do not work here";
            case USER -> "isolation USER is demanded and cannot be had: it needs root and setpriv";
            case SANDBOX -> "isolation SANDBOX is demanded and cannot be had: it needs a working bwrap";
        };
    }

    private Path directory() throws NotLaunchedException {
        Path directory = Path.of(spec.workingDirectory()).toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw new NotLaunchedException("no such working directory: " + directory);
        }
        return directory;
    }

    /** The child did not start; the message says why and is fit to print. */
    static final class NotLaunchedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotLaunchedException(String message) {
            super(message);
        }
    }
}
