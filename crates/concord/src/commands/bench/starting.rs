//! From starting the program to its first answer, and what memory it takes.

use super::table::{Table, milliseconds};
use anyhow::{Context, Result, bail};
use concord_simulation::{Richness, demo};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Makes the large practice once.
pub async fn make(database: &Path, patients: u32) -> Result<()> {
    let begun = Instant::now();
    eprintln!("making a practice of {patients} patients …");
    demo::make(database, 7, patients, Richness::Light).await.context("the measured practice could not be made")?;
    eprintln!("made in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// Starts this very program on the database, asks until it answers, and reads its resident memory.
pub fn measure(table: &mut Table, database: &Path, patients: u32) -> Result<()> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let begun = Instant::now();
    let mut server = Command::new(std::env::current_exe()?)
        .args(["serve", "--database", &format!("sqlite:{}", database.display()), "--listen", &format!("127.0.0.1:{port}")])
        .stderr(Stdio::null())
        .spawn()?;
    let answered = wait_for_answer(port, begun);
    let memory = resident_megabytes(&server);
    stop(&mut server)?;
    table.line("from start to the first answer", &milliseconds(answered?), "under 300 ms");
    table.line(&format!("resident memory after start, {patients} patients"), &format!("{:.0} MB", memory?), "under 100 MB");
    Ok(())
}

fn wait_for_answer(port: u16, begun: Instant) -> Result<Duration> {
    while begun.elapsed() < Duration::from_secs(30) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            if answer.starts_with("HTTP/1.1 200") {
                return Ok(begun.elapsed());
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    bail!("the server did not answer within 30 seconds")
}

fn resident_megabytes(server: &Child) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id()))
        .context("this machine does not tell a process's memory")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS line")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}

fn stop(server: &mut Child) -> Result<()> {
    server.kill()?;
    server.wait()?;
    Ok(())
}
