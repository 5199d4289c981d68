package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The upstream of the load run: a modern MCP server over HTTP with one tool, as cheap as Netty makes it, so that what is
 * measured is what stands in front of it.
 */
public final class EchoUpstream {
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final String DISCOVERED = """
            {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"ttlMs":60000,\
            "cacheScope":"private","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"bench","version":"1"}}}""";
    private static final String TOOLS = """
            {"resultType":"complete","ttlMs":60000,"cacheScope":"private","tools":[{"name":"echo",\
            "description":"Says it back.","inputSchema":{"type":"object","properties":{"message":{"type":"string"}}}}]}""";
    private static final String ANSWER =
            "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"" + "x".repeat(256) + "\"}]}";

    private EchoUpstream() {}

    /** Prints its port on standard output and serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var channel = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(BODY_BYTES_MAX))
                                .addLast(Echo.INSTANCE);
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println(((InetSocketAddress) channel.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // The parent holds this pipe open for as long as it wants us.
        }
        loops.shutdownGracefully().sync();
    }

    @Sharable
    private static final class Echo extends SimpleChannelInboundHandler<FullHttpRequest> {
        static final Echo INSTANCE = new Echo();

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            byte[] body = new byte[request.content().readableBytes()];
            request.content().readBytes(body);
            var _ = context.writeAndFlush(answer(body));
        }

        /** The load generator resets its connections when its time is up. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }

        private static FullHttpResponse answer(byte[] body) {
            try {
                Json message = Json.read(body);
                String result = switch (message.text("method").orElse("")) {
                    case "tools/call" -> ANSWER;
                    case "tools/list" -> TOOLS;
                    default -> DISCOVERED;
                };
                String id = message.member("id").map(Json::toString).orElse("null");
                return response(
                        HttpResponseStatus.OK, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
            } catch (JsonSyntaxException e) {
                return response(HttpResponseStatus.BAD_REQUEST, "{}");
            }
        }

        private static FullHttpResponse response(HttpResponseStatus status, String json) {
            ByteBuf content = Unpooled.wrappedBuffer(json.getBytes(StandardCharsets.UTF_8));
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
            return response;
        }
    }
}
