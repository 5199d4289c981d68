package dev.gatehouse.server.isolation;

import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.mcp.Speech;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A thousand clients at once, of both eras in turn, some to an agent. */
final class Crowd {
    static final int CLIENTS = 1_000;
    /** One principal may have 32 live sessions, and every second client has one. */
    static final int CLIENTS_PER_AGENT = 50;

    private final TestGateway gateway;
    private final String server;

    Crowd(TestGateway gateway, String server) {
        this.gateway = gateway;
        this.server = server;
    }

    static String agent(int number) {
        return "agent" + number;
    }

    /** Runs that many clients of the plan to their end. */
    void run(int clients, Client.Plan plan) throws IOException, InterruptedException {
        List<String> tokens = new ArrayList<>();
        for (int agent = 0; agent * CLIENTS_PER_AGENT < clients; agent++) {
            tokens.add(gateway.token(gateway.credential(agent(agent)), server));
        }
        CountDownLatch allWatch = new CountDownLatch(clients);
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < clients; number++) {
            Client client = new Client(number, plan, speech(number, tokens.get(number / CLIENTS_PER_AGENT)));
            threads.add(Thread.startVirtualThread(() -> client.run(allWatch)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Speech speech(int number, String token) {
        String path = "/vmcp/" + server + "/mcp";
        return number % 2 == 0 ? new Speech.Modern(path, token) : new Speech.Legacy(path, token);
    }
}
