package io.tokenward.proxy.demo;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands ahead of the HTTP codec and counts what the socket delivers, well-formed or not. */
final class ScriptedModelSocket extends ChannelInboundHandlerAdapter {
    private final ScriptedModelMeter meter;

    ScriptedModelSocket(ScriptedModelMeter meter) {
        this.meter = meter;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        meter.connected();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            meter.received(bytes.readableBytes());
        }
        context.fireChannelRead(message);
    }
}
