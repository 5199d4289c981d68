package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.CallIds;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.call.Rejections;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.policy.catalog.JdbcCatalogStore;
import dev.gatehouse.server.admin.HealthEndpoints;
import dev.gatehouse.server.admin.ReadyCheck;
import dev.gatehouse.server.config.ConfigWatch;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.logging.Logs;
import dev.gatehouse.server.metrics.GatewayMetrics;
import dev.gatehouse.transport.client.UpstreamFleet;
import dev.gatehouse.transport.listen.HttpListener;
import dev.gatehouse.transport.listen.McpFace;
import dev.gatehouse.transport.wire.EventLoops;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: every part, put together once, in the order it needs; taken apart in reverse. */
public final class Gateway implements AutoCloseable {
    public static final String VERSION = "0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration DRAIN_MAX = Duration.ofSeconds(30);
    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);

    private final Resources resources = new Resources();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final GatehouseConfig config;
    private final Foundation foundation;
    private final GatewayMetrics metrics;
    private final UpstreamFleet fleet;
    private final Reloads reloads;
    private final HttpListener publicListener;
    private volatile boolean draining;

    private Gateway(Path file, GatehouseConfig config) throws StartFailedException, IOException {
        this.config = config;
        Revision first = RevisionCompiler.compile(config);
    }
}
