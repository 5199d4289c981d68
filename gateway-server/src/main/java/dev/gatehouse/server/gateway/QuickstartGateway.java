package dev.gatehouse.server.gateway;

import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.keys.MasterKeyFile;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** The gateway of {@code gatehouse up}: with a generated master key, and an agent that has credentials. */
public final class QuickstartGateway implements AutoCloseable {
    private static final AgentName AGENT = new AgentName("demo-agent");
    private static final String SERVER = "demo";

    private final Gateway gateway;
    private final Path file;
    private final Quickstart quickstart;
    private final boolean isNew;

    private QuickstartGateway(Gateway gateway, Path file, Quickstart quickstart, boolean isNew) {
        this.gateway = gateway;
        this.file = file;
        this.quickstart = quickstart;
        this.isNew = isNew;
    }

    /** Makes what the quick start's file refers to and a fresh clone does not have: the data directory and its key. */
    public static void prepare(Path config) throws StartFailedException {
        DataDirectory data = DataDirectory.open(config.resolveSibling("../data"));
        try {
            MasterKeyFile.readOrGenerate(data.masterKey());
        } catch (IOException | MasterKeyException e) {
            throw new StartFailedException("master key " + data.masterKey() + ": " + e.getMessage(), e);
        }
    }

    public static QuickstartGateway start(Path config, Loaded.Valid loaded) throws StartFailedException {
        Gateway gateway = Gateway.start(config, loaded);
        Path file = DataDirectory.open(loaded.config().dataDir()).quickstart();
        try {
            Optional<Quickstart> earlier = earlier(gateway, file);
            Quickstart quickstart = earlier.isPresent() ? earlier.get() : create(gateway, loaded.config(), file);
            return new QuickstartGateway(gateway, file, quickstart, earlier.isEmpty());
        } catch (IOException | SQLException | AuditUnavailableException e) {
            gateway.close();
            throw new StartFailedException("the quick start's agent cannot be set up: " + e.getMessage(), e);
        }
    }

    /** What an earlier run wrote, when its credentials are still those of the agent. */
    private static Optional<Quickstart> earlier(Gateway gateway, Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Quickstart found = Quickstart.read(file);
        boolean live = gateway.agents().list().stream()
                .filter(agent -> agent.agent().equals(AGENT))
                .anyMatch(agent -> agent.state() == AgentStatus.State.ACTIVE
                        && agent.clientId().equals(Optional.of(found.clientId())));
        return live ? Optional.of(found) : Optional.empty();
    }

    private static Quickstart create(Gateway gateway, GatehouseConfig config, Path file)
            throws IOException, SQLException, AuditUnavailableException {
        CredentialChange change = gateway.credentials().create(AGENT, "gatehouse up");
        if (!(change instanceof CredentialChange.Issued issued)) {
            throw new IOException("the configuration names no agent " + AGENT);
        }
        String url = config.server().origin();
        Quickstart quickstart = new Quickstart(
                url,
                url + "/vmcp/" + SERVER + "/mcp",
                url + "/oauth/token",
                issued.clientId(),
                issued.secret().value());
        quickstart.write(file);
        return quickstart;
    }

    public Quickstart quickstart() {
        return quickstart;
    }

    public Path file() {
        return file;
    }

    /** Whether this run made the agent's credentials. */
    public boolean isNew() {
        return isNew;
    }

    public void runUntilStopped() {
        gateway.runUntilStopped();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
