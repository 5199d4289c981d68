package dev.gatehouse.auth.agent;

import dev.gatehouse.core.identity.AgentName;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
            out.writeByte(client.secrets().size());
            for (SecretHash secret : client.secrets()) {
                out.write(secret.sha256());
                out.writeUTF(secret.until().toString());
            }
            out.writeUTF(client.createdAt().toString());
            out.writeUTF(client.rotatedAt().toString());
            out.writeUTF(client.revokedAt().map(Instant::toString).orElse(""));
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
            clients.add(new AgentClient(
                    new AgentName(in.readUTF()),
                    in.readUTF(),
                    secrets(in),
                    Instant.parse(in.readUTF()),
                    Instant.parse(in.readUTF()),
                    Optional.of(in.readUTF()).filter(at -> !at.isEmpty()).map(Instant::parse),
                    in.readLong()));
        }
        return clients;
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
