package dev.gatehouse.auth.agent;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Agent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Agent clients as bytes: the rows of the database, for a copy that outlives the process. */
final class AgentRows {
    private static final int SHA256_BYTES = 32;

    private AgentRows() {}

    static void write(DataOutput out, Collection<AgentClient> clients) throws IOException {
        out.writeInt(clients.size());
        for (AgentClient client : clients) {
            out.writeUTF(client.agent().value());
            out.writeUTF(client.clientId());
            writeRegistered(out, client.registered());
            out.writeByte(client.secrets().size());
            for (SecretHash secret : client.secrets()) {
                out.write(secret.sha256());
                out.writeUTF(secret.until().toString());
            }
            out.writeUTF(client.createdAt().toString());
            out.writeUTF(client.rotatedAt().toString());
            writeText(out, client.revokedAt().map(Instant::toString));
            out.writeLong(client.change());
        }
    }

    static List<AgentClient> read(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > AgentRoster.AGENTS_MAX) {
            throw new IOException(count + " agents (at most " + AgentRoster.AGENTS_MAX + ")");
        }
        List<AgentClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(client(in));
        }
        return clients;
    }

    private static AgentClient client(DataInput in) throws IOException {
        AgentName agent = new AgentName(in.readUTF());
        return new AgentClient(
                agent,
                in.readUTF(),
                readRegistered(in, agent),
                secrets(in),
                Instant.parse(in.readUTF()),
                Instant.parse(in.readUTF()),
                readText(in).map(Instant::parse),
                in.readLong());
    }

    private static void writeRegistered(DataOutput out, Optional<Agent> registered) throws IOException {
        writeText(out, registered.map(agent -> agent.bundle().value()));
        writeText(out, registered.flatMap(Agent::owner));
        writeText(out, registered.flatMap(Agent::purpose));
        writeText(out, registered.flatMap(Agent::expires).map(Instant::toString));
        writeText(out, registered.flatMap(Agent::rotateEvery).map(Duration::toString));
    }

    private static Optional<Agent> readRegistered(DataInput in, AgentName name) throws IOException {
        Optional<BundleName> bundle = readText(in).map(BundleName::new);
        Optional<String> owner = readText(in);
        Optional<String> purpose = readText(in);
        Optional<Instant> expires = readText(in).map(Instant::parse);
        Optional<Duration> rotateEvery = readText(in).map(Duration::parse);
        return bundle.map(known -> new Agent(name, known, owner, purpose, expires, rotateEvery, Optional.empty()));
    }

    private static void writeText(DataOutput out, Optional<String> text) throws IOException {
        out.writeUTF(text.orElse(""));
    }

    private static Optional<String> readText(DataInput in) throws IOException {
        return Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
    }

    private static List<SecretHash> secrets(DataInput in) throws IOException {
        int count = in.readByte();
        List<SecretHash> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] sha256 = new byte[SHA256_BYTES];
            in.readFully(sha256);
            secrets.add(new SecretHash(sha256, Instant.parse(in.readUTF())));
        }
        return secrets;
    }
}
