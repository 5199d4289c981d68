package dev.gatehouse.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** The world of one script: frozen, without any way out but what it returns. For one thread, but for {@link #cancel}. */
final class Realm {
    private static final String JS = "js";
    private static final int ANSWER_MAX_CHARS = 64 * 1024;
    private static final Source PRELUDE =
            Source.newBuilder(JS, prelude(), "realm.js").internal(true).buildLiteral();

    private final Context context;
    private final Value run;
    private final Value take;
    private final Value script;

    private Realm(Context context, Value run, Value take, Value script) {
        this.context = context;
        this.run = run;
        this.take = take;
        this.script = script;
    }

    static Engine engine() {
        return Engine.newBuilder(JS)
                .option("engine.WarnInterpreterOnly", "false")
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build();
    }

    /** @param gateway asked for fetches; null for a script that may not */
    static Realm open(Engine engine, Text text, @Nullable ProxyExecutable gateway) {
        Context context = Context.newBuilder(JS)
                .engine(engine)
                .allowHostAccess(HostAccess.NONE)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowIO(IOAccess.NONE)
                .allowCreateThread(false)
                .allowCreateProcess(false)
                .allowNativeAccess(false)
                .allowHostClassLoading(false)
                .allowInnerContextOptions(false)
                .allowExperimentalOptions(true)
                .option("js.disable-eval", "true")
                .option("js.load", "false")
                .option("js.print", "false")
                .option("js.console", "false")
                .option("js.graal-builtin", "false")
                .option("js.polyglot-builtin", "false")
                .option("js.java-package-globals", "false")
                .option("js.intl-402", "false")
                .option("js.regexp-static-result", "false")
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .in(InputStream.nullInputStream())
                .build();
        try {
            Value functions = context.eval(PRELUDE).execute(gateway, ANSWER_MAX_CHARS);
            // Parsed alone first: what stands between brackets there cannot leave the function it is put into.
            context.parse(text.alone());
            Value script = context.eval(text.inFunction());
            return new Realm(context, functions.getArrayElement(0), functions.getArrayElement(1), script);
        } catch (RuntimeException e) {
            context.close(true);
            throw e;
        }
    }

    /**
     * Asks the script.
     *
     * @return a letter and text: {@code a} with the answer, {@code e} with an error, {@code n} nothing, {@code l} too large;
     *     null when nothing settled its promise
     */
    @Nullable
    String call(String said) {
        Value outcome = run.execute(script, said);
        // The jobs of promises ran when the call returned.
        Value settled = outcome.isNull() ? take.execute() : outcome;
        return settled.isNull() ? null : settled.asString();
    }

    /** Ends what runs, from any thread; the realm is of no use afterwards. */
    void cancel() {
        context.close(true);
    }

    private static String prelude() {
        try (InputStream in = Realm.class.getResourceAsStream("realm.js")) {
            if (in == null) {
                throw new IllegalStateException("realm.js is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
