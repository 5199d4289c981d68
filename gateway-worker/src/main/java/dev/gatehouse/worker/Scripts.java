package dev.gatehouse.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** The scripts that were loaded, by the numbers the gateway gave them. How many there may be is the gateway's business. */
final class Scripts {
    private static final int[] NONE = {};

    private final Engine engine = Realm.engine();
    private final Watchdog watchdog = new Watchdog();
    private final Map<Integer, Loaded> loaded = new HashMap<>();
    private final Wire wire;

    Scripts(Wire wire) {
        this.wire = wire;
        watchdog.start();
        // The first realm takes a second: before anybody waits for it.
        Realm first = Realm.open(engine, new Text("(ctx) => ctx"), null);
        var _ = first.call("{}");
        first.cancel();
    }

    /** @param realm null after a call was ended, until the next one */
    private record Loaded(
            Text text, boolean fetches, @Nullable Realm realm) {}

    void serve(ByteBuffer message) throws IOException {
        byte kind = message.get();
        switch (kind) {
            case Frame.LOAD -> load(message.getInt(), message.getInt() != 0, Wire.text(message));
            case Frame.CALL -> call(message.getInt(), message.getInt(), Wire.text(message));
            case Frame.DROP -> drop(message.getInt());
            default -> throw new IOException("a message of kind " + kind);
        }
    }

    private void load(int number, boolean fetches, String written) throws IOException {
        Text text = new Text(written);
        Text.Place place = text.firstImport();
        if (place == null) {
            read(number, fetches, text);
        } else {
            wire.write(Frame.WRONG, new int[] {place.line(), place.column()}, "`import` is not there: no modules");
        }
    }

    private void read(int number, boolean fetches, Text text) throws IOException {
        try {
            open(number, text, fetches);
            wire.write(Frame.LOADED, NONE, "");
        } catch (PolyglotException e) {
            SourceSection place = e.getSourceLocation();
            int line = place == null ? 1 : Math.max(1, place.getStartLine() - Text.LINES_BEFORE);
            int column = place == null ? 1 : Math.max(1, place.getStartColumn());
            wire.write(Frame.WRONG, new int[] {line, column}, Text.told(e));
        }
    }

    private void drop(int number) throws IOException {
        Loaded gone = loaded.remove(number);
        if (gone != null && gone.realm() != null) {
            gone.realm().cancel();
        }
        wire.write(Frame.DROPPED, NONE, "");
    }

    private Realm open(int number, Text text, boolean fetches) {
        ProxyExecutable gateway = fetches ? this::fetch : null;
        Realm realm = Realm.open(engine, text, gateway);
        loaded.put(number, new Loaded(text, fetches, realm));
        return realm;
    }

    private void call(int number, int millis, String context) throws IOException {
        Loaded script = loaded.get(number);
        if (script == null) {
            throw new IOException("no script " + number);
        }
        Realm realm = script.realm() == null ? open(number, script.text(), script.fetches()) : script.realm();
        watchdog.begin(TimeUnit.MILLISECONDS.toNanos(millis), realm::cancel);
        @Nullable String outcome = null;
        @Nullable RuntimeException failure = null;
        try {
            outcome = realm.call(context);
        } catch (PolyglotException | IllegalStateException e) {
            // The latter when it was ended before it began.
            failure = e;
        }
        boolean ended = watchdog.done();
        if (ended || failure != null) {
            // A realm in which a call was ended, or ran out of something, is not used again.
            realm.cancel();
            loaded.put(number, new Loaded(script.text(), script.fetches(), null));
        }
        if (ended) {
            wire.write(Frame.FAILED, new int[] {Frame.TIMEOUT}, "");
        } else if (failure != null) {
            wire.write(Frame.FAILED, new int[] {Frame.THREW}, String.valueOf(failure.getMessage()));
        } else {
            answer(outcome);
        }
    }

    private void answer(@Nullable String outcome) throws IOException {
        if (outcome == null) {
            wire.write(Frame.FAILED, new int[] {Frame.UNSETTLED}, "");
            return;
        }
        String text = outcome.substring(1);
        switch (outcome.charAt(0)) {
            case 'a' -> wire.write(Frame.ANSWER, NONE, text);
            case 'e' -> wire.write(Frame.FAILED, new int[] {Frame.THREW}, text);
            case 'l' -> wire.write(Frame.FAILED, new int[] {Frame.ANSWER_TOO_LARGE}, "");
            default -> wire.write(Frame.FAILED, new int[] {Frame.NO_JSON}, "");
        }
    }

    private Object fetch(Value... arguments) {
        try {
            wire.write(Frame.FETCH, NONE, arguments[0].asString());
            ByteBuffer message = wire.read();
            if (message.get() != Frame.FETCHED) {
                throw new IOException("something else than what was fetched");
            }
            return Wire.text(message);
        } catch (IOException e) {
            // Without its gateway a worker is of no use.
            throw new UncheckedIOException(e);
        }
    }
}
