//! What stands between the browser and the web server: it passes bytes on in
//! both directions, keeps those that the server sent, and breaks when told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use e2e::wait::until;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Stops, and breaks every connection, when it is dropped.
pub struct Relay {
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    connections: Mutex<JoinSet<()>>,
    sent: Mutex<Vec<u8>>,
}

impl Relay {
    pub fn start(listener: TcpListener, server: SocketAddr) -> Relay {
        let state = Arc::new(State::default());
        let accepting = tokio::spawn(accept(listener, server, Arc::clone(&state)));
        Relay { state, accepting }
    }

    /// Every byte that the server has sent so far.
    pub fn sent(&self) -> Vec<u8> {
        self.state
            .sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Connections that are open now.
    fn open(&self) -> usize {
        let connections = self.state.connections.lock();
        let mut connections = connections.unwrap_or_else(PoisonError::into_inner);
        while connections.try_join_next().is_some() {}
        connections.len()
    }

    pub async fn has_connections(&self) {
        until("a connection", async || match self.open() {
            0 => Err("none".into()),
            _ => Ok(()),
        })
        .await;
    }

    pub async fn has_no_connection(&self) {
        until("no connection", async || match self.open() {
            0 => Ok(()),
            number => Err(number.to_string()),
        })
        .await;
    }

    /// Breaks every connection that is open now, as a failing network does.
    pub fn break_connections(&self) {
        self.state
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .abort_all();
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.accepting.abort();
        self.break_connections();
    }
}

async fn accept(listener: TcpListener, server: SocketAddr, state: Arc<State>) {
    while let Ok((browser, _)) = listener.accept().await {
        let passing = pass(browser, server, Arc::clone(&state));
        state
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .spawn(passing);
    }
}

/// Until both sides are done or the first of them fails.
async fn pass(browser: TcpStream, server: SocketAddr, state: Arc<State>) {
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    let (mut from_browser, mut to_browser) = browser.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let there = async {
        tokio::io::copy(&mut from_browser, &mut to_server)
            .await
            .ok()?;
        to_server.shutdown().await.ok()
    };
    let back = async {
        let mut bytes = vec![0; 64 << 10];
        loop {
            match from_server.read(&mut bytes).await {
                Ok(count) if count > 0 => {
                    let sent = &bytes[..count];
                    state
                        .sent
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .extend_from_slice(sent);
                    to_browser.write_all(sent).await.ok()?;
                }
                _ => return to_browser.shutdown().await.ok(),
            }
        }
    };
    tokio::join!(there, back);
}
