package example.northlane.ingest.gateway;

import example.northlane.ingest.Pipeline;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes the connections of the mobile gateways: a length in two bytes, a frame, and so on; each is answered by 1 or 0. */
public class GatewayListener implements Runnable {
  private static final Logger LOG = Logger.getLogger(GatewayListener.class.getName());

  private final int port;
  private final Pipeline pipeline;
  private ServerSocket server;

  public GatewayListener(int port, Pipeline pipeline) {
    this.port = port;
    this.pipeline = pipeline;
  }

  @Override
  public void run() {
    try {
      server = new ServerSocket(port);
      while (true) {
        Socket socket = server.accept();
        new Thread(() -> serve(socket)).start();
      }
    } catch (IOException failure) {
      LOG.log(Level.INFO, "gateway stops: {0}", failure.getMessage());
    }
  }

  private void serve(Socket socket) {
    try (socket; DataInputStream input = new DataInputStream(socket.getInputStream())) {
      OutputStream answer = socket.getOutputStream();
      while (true) {
        int low = input.read();
        if (low < 0) {
          break;
        }
        byte[] frame = new byte[low | input.readUnsignedByte() << 8];
        input.readFully(frame);
        answer.write(pipeline.offer(frame) ? 1 : 0);
      }
    } catch (EOFException torn) {
      LOG.fine("connection torn inside a frame");
    } catch (Exception e) {
    }
  }

  public void close() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "closing the gateway", e);
    }
  }
}
