package dev.gatehouse.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;

/**
 * Configures Logback in code, which is faster to start than XML. A file named by {@code logback.configurationFile} still
 * wins. Foreign libraries speak from WARN on; {@code GATEHOUSE_LOG} and {@code GATEHOUSE_LOG_FORMAT} change the rest.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** {@code LEVEL} for Gatehouse itself, and {@code logger=LEVEL} for others: {@code debug,io.netty=info}. */
    static final String LEVEL_VARIABLE = "GATEHOUSE_LOG";
    /** {@code text} or {@code json}; by default text on a terminal and JSON elsewhere. */
    static final String FORMAT_VARIABLE = "GATEHOUSE_LOG_FORMAT";
    /** The launcher says so when standard error is a terminal: Java cannot tell. */
    static final String TERMINAL_PROPERTY = "gatehouse.terminal";

    private static final String OURS = "dev.gatehouse";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(context, System.getenv(), Boolean.getBoolean(TERMINAL_PROPERTY));
        JulBridge.install();
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configure(LoggerContext context, Map<String, String> environment, boolean terminal) {
        String format = environment.getOrDefault(FORMAT_VARIABLE, terminal ? "text" : "json");
        var appender = new DroppingAppender(
                format.equals("text") ? new TextLines() : new JsonLines(), new FileOutputStream(FileDescriptor.err));
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger(OURS).setLevel(Level.INFO);
        for (String part : environment.getOrDefault(LEVEL_VARIABLE, "").split(",", -1)) {
            setLevel(context, part.strip());
        }
    }

    /** An unknown level changes nothing and is told: a typing error must not silence the log. */
    private static void setLevel(LoggerContext context, String part) {
        if (part.isEmpty()) {
            return;
        }
        int equals = part.indexOf('=');
        Level level = Level.toLevel(part.substring(equals + 1), null);
        if (level == null) {
            context.getLogger(OURS).warn("{}: unknown level in \"{}\"", LEVEL_VARIABLE, part);
        } else {
            context.getLogger(equals < 0 ? OURS : part.substring(0, equals)).setLevel(level);
        }
    }
}
