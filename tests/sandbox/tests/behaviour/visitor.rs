//! A sandbox and someone who talks to it.

use reqwest::{Client, Method, Response};
use sandbox::{Options, Running, Sandbox};
use serde_json::{Value, json};

pub const CREATE: &str = "/api/bk-sops/prod/create_clocked_task/2/2/";
pub const LIST: &str = "/api/bk-sops/prod/get_clocked_task_list/2/";

pub struct Visitor {
    pub sandbox: Running,
    pub client: Client,
}

impl Visitor {
    pub async fn new() -> Visitor {
        Visitor::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Visitor {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Visitor {
            sandbox: Sandbox::start(options).await.unwrap(),
            client,
        }
    }

    pub async fn ask(&self, method: Method, path: &str, body: &str) -> reqwest::Result<Response> {
        let address = format!("{}{path}", self.sandbox.url());
        self.client
            .request(method, address)
            .body(body.to_owned())
            .send()
            .await
    }

    pub async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path, "").await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.ask(Method::POST, path, &body.to_string())
            .await
            .unwrap()
    }

    pub async fn json(&self, path: &str) -> Value {
        read(self.get(path).await).await
    }

    pub async fn count(&self) -> u64 {
        self.json(LIST).await["count"].as_u64().unwrap()
    }
}

pub async fn read(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

/// A task that is accepted for a long time to come.
pub fn task() -> Value {
    json!({ "task_name": "a task", "plan_start_time": "2099-01-01 00:00:00+0800" })
}
